package io.orchestrator.agent.host.config.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts have single quotes for double ones, and ¶ for a line break. */
class JsonEditTest {
  private static String json(String text) {
    return text.replace('\'', '"').replace("¶", "\n");
  }

  private static String shown(String text) {
    return text.replace('"', '\'').replace("\n", "¶");
  }

  private static String append(String text) throws IOException {
    return shown(new JsonEdit(json(text)).append(JsonPlace.of(json(text)), json("'x'")));
  }

  private static String remove(String text, int index) throws IOException {
    return shown(new JsonEdit(json(text)).remove(JsonPlace.of(json(text)), index));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                                  | ['x']
          [ ]                                 | ['x']
          ['a']                               | ['a', 'x']
          ['a','b']                           | ['a','b','x']
          [ 'a', 'b' ]                        | [ 'a', 'b', 'x' ]
          [¶  'a'¶]                           | [¶  'a',¶  'x'¶]
          [¶¶  'a',¶¶  'b'¶¶]                 | [¶¶  'a',¶¶  'b',¶  'x'¶¶]
          [¶  'a', // of a¶  'b' // of b¶]    | [¶  'a', // of a¶  'b', // of b¶  'x'¶]
          ['a' // of a¶]                      | ['a', // of a¶'x'¶]
          ['a' /* of a */]                    | ['a', 'x' /* of a */]
          [¶  // none yet¶]                   | [¶  // none yet¶  'x'¶]
          [ /* none */ ]                      | [ /* none */ 'x' ]
          [null]                              | [null, 'x']
          ['a', ['b', 'c'], {'d': 1}]         | ['a', ['b', 'c'], {'d': 1}, 'x']
          """)
  void appendsToAnArrayInItsOwnLayout(String before, String after) throws IOException {
    assertThat(append(before)).isEqualTo(after);
    JsonPlace.of(json(after));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ['a']                                 | 0 | []
          [ 'a' ]                               | 0 | []
          [¶  'a'¶]                             | 0 | []
          ['a', 'b', 'c']                       | 0 | ['b', 'c']
          ['a', 'b', 'c']                       | 1 | ['a', 'c']
          ['a', 'b', 'c']                       | 2 | ['a', 'b']
          ['a' , 'b']                           | 1 | ['a' ]
          ['a','b']                             | 0 | ['b']
          [¶  'a',¶  'b'¶]                      | 0 | [¶  'b'¶]
          [¶  'a',¶  'b'¶]                      | 1 | [¶  'a'¶]
          [¶  'a', 'b',¶  'c', 'd'¶]            | 1 | [¶  'a',¶  'c', 'd'¶]
          [¶  'a', 'b',¶  'c', 'd'¶]            | 2 | [¶  'a', 'b',¶  'd'¶]
          [¶  'a', // of a¶  'b' // of b¶]      | 0 | [¶  'b' // of b¶]
          [¶  'a', // of a¶  'b' // of b¶]      | 1 | [¶  'a' // of a¶]
          [¶  'a',¶  // of b¶  'b'¶]            | 0 | [¶  // of b¶  'b'¶]
          ['a', // of a, with a comma¶ 'b']     | 1 | ['a' // of a, with a comma¶ ]
          ['a' /* a, */, /* b */ 'b']           | 0 | [/* b */ 'b']
          ['a' /* a, */, /* b */ 'b']           | 1 | ['a' /* a, */ /* b */]
          [ // some¶  'a'¶]                     | 0 | [ // some¶]
          """)
  void removesAnElementAndLeavesTheLayoutOfTheOthers(String before, int index, String after)
      throws IOException {
    assertThat(remove(before, index)).isEqualTo(after);
    JsonPlace.of(json(after));
  }

  @Test
  void findsTheEndOfEachKindOfValue() throws IOException {
    String text =
        "{\"a\": 3002, \"b\" :true,\"c\":\"x\\\"y\", \"d\": -1.5e3\n, \"e\": null, \"f\":{ } }";

    JsonPlace root = JsonPlace.of(text);

    assertThat(root.items())
        .extracting(item -> text.substring(item.start(), item.end()))
        .containsExactly(
            "\"a\": 3002",
            "\"b\" :true",
            "\"c\":\"x\\\"y\"",
            "\"d\": -1.5e3",
            "\"e\": null",
            "\"f\":{ }");
    assertThat(root.end()).isEqualTo(text.length());
  }

  @Test
  void findsPlacesBehindUmlautsAndAByteOrderMark() throws IOException {
    String text = "\uFEFF{\"ä€😀\": [\"a\"]}";

    JsonPlace list = JsonPlace.of(text).items().get(0).value();

    assertThat(text.substring(list.start(), list.end())).isEqualTo("[\"a\"]");
  }

  @Test
  void findsPlacesInALargeFile() throws IOException {
    String text = "{\"k\": \"" + "x".repeat(100_000) + "\", \"l\": [\"a\"]}";

    JsonPlace list = JsonPlace.of(text).items().get(1).value();

    assertThat(text.substring(list.start(), list.end())).isEqualTo("[\"a\"]");
  }

  @Test
  void keepsTheLineBreaksOfWindows() throws IOException {
    String text = "[\r\n  \"a\" // of a\r\n]";

    assertThat(new JsonEdit(text).append(JsonPlace.of(text), "\"x\""))
        .isEqualTo("[\r\n  \"a\", // of a\r\n  \"x\"\r\n]");
    assertThat(new JsonEdit(text).remove(JsonPlace.of(text), 0)).isEqualTo("[]");
  }
}

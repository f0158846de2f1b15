package io.orchestrator.agent.host.config.edit;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.host.config.AgentConfigLoader;
import io.orchestrator.agent.host.config.ConfigFiles;
import io.orchestrator.agent.host.config.PluginsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts have single quotes for double ones; the default enables "std" and "net". */
class PluginSwitchesTest {
  private static final List<String> DEFAULT = List.of("std", "net");

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text.replace('\'', '"'));
  }

  private static String after(ConfigChange change, Path file) {
    return change.texts().get(file).after().replace('"', '\'');
  }

  private String enable(String before, String... ids) throws IOException {
    Path file = file("a.json", before);
    return after(new PluginSwitches(ConfigFiles.only(file), DEFAULT).enable(List.of(ids)), file);
  }

  private String disable(String before, String... ids) throws IOException {
    Path file = file("a.json", before);
    return after(new PluginSwitches(ConfigFiles.only(file), DEFAULT).disable(List.of(ids)), file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'Plugins': {'Enabled': ['a']}}              | {'Plugins': {'Enabled': ['a', 'x']}}
          {'plugins': {'ENABLED': ['a']}}              | {'plugins': {'ENABLED': ['a', 'x']}}
          {'Plugins.Enabled': ['a']}                   | {'Plugins.Enabled': ['a', 'x']}
          {'Plugins': {'Enabled': 'a, b'}}             | {'Plugins': {'Enabled': 'a, b, x'}}
          {'Plugins': {'Enabled': ['X']}}              | {'Plugins': {'Enabled': ['x']}}
          {'Plugins': {'Enabled': []}}                 | {'Plugins': {'Enabled': ['x']}}
          {'Plugins': {'Enabled': null}}               | {'Plugins': {'Enabled': ['std', 'net', 'x']}}
          {'Plugins': {'Enabled': ' '}}                | {'Plugins': {'Enabled': ['std', 'net', 'x']}}
          {'Plugins': null}                            | {'Plugins': {'Enabled': ['std', 'net', 'x']}}
          {'Plugins': {}}                              | {'Plugins': {'Enabled': ['std', 'net', 'x']}}
          {'Plugins': {'Settings': {}}}                | {'Plugins': {'Settings': {}, 'Enabled': ['std', 'net', 'x']}}
          {'Plugins.Settings': {}}                     | {'Plugins.Settings': {}, 'Plugins.Enabled': ['std', 'net', 'x']}
          {'HTTPPort': 3002}                           | {'HTTPPort': 3002, 'Plugins': {'Enabled': ['std', 'net', 'x']}}
          {}                                           | {'Plugins': {'Enabled': ['std', 'net', 'x']}}
          {'Plugins': {'Disabled': ['x', 'y']}}        | {'Plugins': {'Disabled': ['y'], 'Enabled': ['std', 'net', 'x']}}
          {'Plugins': {'Disabled': 'x', 'Enabled': ['x']}} | {'Plugins': {'Disabled': [], 'Enabled': ['x']}}
          {'Plugins': {'Disabled': ['X', 'x'], 'Enabled': ['x']}} | {'Plugins': {'Disabled': [], 'Enabled': ['x']}}
          """)
  void enablesWhereverTheListsAre(String before, String expected) throws IOException {
    assertThat(enable(before, "x")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'Plugins': {'Enabled': ['a', 'net']}}       | {'Plugins': {'Enabled': ['a']}}
          {'Plugins.enabled': ['net', 'a', 'NET']}     | {'Plugins.enabled': ['a']}
          {'Plugins': {'Enabled': 'net'}}              | {'Plugins': {'Enabled': []}}
          {'Plugins': {'Enabled': 'net,a'}}            | {'Plugins': {'Enabled': 'a'}}
          {'Plugins': {'Disabled': ['std']}}           | {'Plugins': {'Disabled': ['std', 'net']}}
          {'Plugins': {'Disabled': 'std'}}             | {'Plugins': {'Disabled': 'std, net'}}
          {'Plugins': {'Settings': {}}}                | {'Plugins': {'Settings': {}, 'Disabled': ['net']}}
          {'HTTPPort': 3002 }                          | {'HTTPPort': 3002, 'Plugins': {'Disabled': ['net']} }
          """)
  void disablesWhereverTheListsAre(String before, String expected) throws IOException {
    assertThat(disable(before, "net")).isEqualTo(expected);
  }

  @Test
  void takesSeveralIdsAtOnce() throws IOException {
    assertThat(enable("{'Plugins': {'Enabled': ['a'], 'Disabled': ['c', 'b']}}", "b", "c"))
        .isEqualTo("{'Plugins': {'Enabled': ['a', 'b', 'c'], 'Disabled': []}}");
    assertThat(disable("{}", "std", "net")).isEqualTo("{'Plugins': {'Disabled': ['std', 'net']}}");
  }

  @Test
  void whatIsOnlyDisabledNeedsNoListOfEnabledOnes() throws IOException {
    assertThat(enable("{'Plugins': {'Disabled': ['net']}}", "net"))
        .isEqualTo("{'Plugins': {'Disabled': []}}");
  }

  @Test
  void changesNothingElseOfAFileThatSomebodyHasLaidOut() throws IOException {
    String text =
        """
        /* The agents of our fleet.
           Ask ops before you change "Plugins": {"Enabled": []} */
        {
            "AgentsServer" : "http://orc:3001",   // the only one
        \t"HTTPPort":3002,

            "PLUGINS" : {
              "Settings": { "net": {"Enabled": ["not this one"]} },
              "enabled": [
                "std",      // always
                "n\\u0065t"  // until June
              ] , // end of list
              "Directories": []
            }
        }

        """;

    String without = disable(text.replace('"', '\''), "net").replace('\'', '"');

    assertThat(without)
        .isEqualTo(
            text.replace(
                "\"std\",      // always\n        \"n\\u0065t\"  // until June\n",
                "\"std\"      // always\n"));
    assertThat(enable(text.replace('"', '\''), "more").replace('\'', '"'))
        .isEqualTo(
            text.replace(
                "\"n\\u0065t\"  // until June\n",
                "\"n\\u0065t\",  // until June\n        \"more\"\n"));
  }

  @Test
  void changesTheFileWhoseListCounts() throws IOException {
    Path first = file("1.json", "{'Plugins': {'Enabled': ['a', 'net'], 'Disabled': ['x']}}");
    Path second = file("2.json", "{'Plugins': {'Enabled': ['net', 'b']}}");
    Path third = file("3.json", "{'Plugins': {'Settings': {}}, 'AgentsServer': 'http://a'}");
    ConfigFiles files = inOrder(first, second, third);

    ConfigChange disabling = new PluginSwitches(files, DEFAULT).disable(List.of("net"));
    ConfigChange enabling = new PluginSwitches(files, DEFAULT).enable(List.of("x"));

    assertThat(disabling.files()).containsExactly(second);
    assertThat(after(disabling, second)).isEqualTo("{'Plugins': {'Enabled': ['b']}}");
    assertThat(enabling.files()).containsExactly(first, second);
    assertThat(after(enabling, first))
        .isEqualTo("{'Plugins': {'Enabled': ['a', 'net'], 'Disabled': []}}");
    assertThat(after(enabling, second)).isEqualTo("{'Plugins': {'Enabled': ['net', 'b', 'x']}}");
    assertThat(pluginsOf(enabling.result()).enabled()).containsExactly("net", "b", "x");
  }

  @Test
  void writesAMissingListBesideItsSister() throws IOException {
    Path first = file("1.json", "{'Plugins': {'Settings': {}}}");
    Path second = file("2.json", "{'AgentsServer': 'http://a'}");

    ConfigChange change =
        new PluginSwitches(inOrder(first, second), DEFAULT).disable(List.of("net"));

    assertThat(change.files()).containsExactly(first);
  }

  private static ConfigFiles inOrder(Path... paths) {
    return ConfigFiles.firstToLast(List.of(paths));
  }

  private static PluginsConfig pluginsOf(ConfigFiles files) {
    return new AgentConfigLoader(Path.of("/plugins"), "db1").load(files).config().plugins();
  }

  @Test
  void leavesFilesAloneThatItNeedNotChange() throws IOException {
    Path file = file("a.json", "{'Plugins': {'Enabled': ['x']}}");

    ConfigChange change = new PluginSwitches(ConfigFiles.only(file), DEFAULT).enable(List.of("x"));

    assertThat(change.texts()).isEqualTo(Map.of());
  }
}

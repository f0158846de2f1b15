package io.orchestrator.agent.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.command.ProcessRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedCommandLineTest {
  private static final String EVIL = "/data/it's; $(touch x) \"odd\"  dir";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "printf '<%s>'",
        "printf '<%%s>' %s %d",
        "printf '<%%s>' \"%s\" %d",
        "printf \"<%%s>\" \"%s\" \"%d\""
      })
  void handsArgumentsOverUnparsedWhereverTheyStand(String text) throws Exception {
    assertThat(output(text, EVIL, "21234")).isEqualTo("<" + EVIL + "><21234>");
  }

  @Test
  void replacesPlaceholdersWithinAWord() throws Exception {
    assertThat(output("echo \"dir=%s;\"port=%d0", EVIL, "2123"))
        .isEqualTo("dir=" + EVIL + ";port=21230\n");
  }

  @Test
  void takesOtherPercentSignsForWhatTheyAre() throws Exception {
    assertThat(output("date -d @0 -u +%s >/dev/null; echo", "/data", "1")).isEqualTo("/data 1\n");
  }

  @Test
  void replacesPlaceholdersForAnotherShellByPlainValuesOnly() throws Exception {
    assertThat(output("bash -c 'echo %s %d'", "/data/mysql", "1")).isEqualTo("/data/mysql 1\n");
    assertThatThrownBy(() -> output("bash -c 'echo %s %d'", EVIL, "1"))
        .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_CONFIGURATION);
  }

  private static String output(String text, String... arguments) throws InterruptedException {
    SeedCommandLine line = new SeedCommandLine(CommandsPlugin.RECEIVE, text, "%s%d");
    return new ProcessRunner(false).run(line.with(arguments)).stdout();
  }
}

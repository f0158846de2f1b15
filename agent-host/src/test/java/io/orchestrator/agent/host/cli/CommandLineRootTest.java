package io.orchestrator.agent.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineRootTest {
  @Test
  void printsTheVersion() {
    Cli run = Cli.run("version");

    assertThat(run.status()).isZero();
    assertThat(run.out()).matches("orchestrator-agent \\S+\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void listsTheCommandsInItsHelp() {
    Cli run = Cli.run("help");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("serve", "config", "plugins", "seeds", "datadir", "version", "Exit status");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "-unknown",
        "-config",
        "config nonsense",
        "config check extra",
        "plugins list -x",
        "plugins info",
        "plugins enable",
        "plugins check extra",
        "serve -unknown",
        "serve serve"
      })
  void refusesWrongArgumentsOnStandardError(String line) {
    Cli run = Cli.run(line.split(" ", -1));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isNotBlank().doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "plugins --help",
        "plugins list --help",
        "plugins info --help",
        "plugins check --help",
        "plugins enable --help",
        "plugins disable -h",
        "config check --help",
        "serve --help"
      })
  void explainsEachCommandWithin100Columns(String line) {
    Cli run = Cli.run(line.split(" ", -1));

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("Usage: orchestrator-agent").contains("--help");
    assertThat(run.out().lines()).allMatch(text -> text.length() <= 100);
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"config", "plugins", "seeds", "datadir"})
  void asksForTheSecondWordOfACommand(String word) {
    Cli run = Cli.run(word);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Usage: orchestrator-agent " + word);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plugins", "snapshots", "seeds", "datadir"})
  void listsCommandsInWholeSentences(String group) {
    String help = Cli.run(group, "--help").out();
    String commands = help.substring(help.indexOf("Commands:\n") + "Commands:\n".length());

    assertThat(commands.split("\n(?=  \\S)"))
        .hasSizeGreaterThan(2)
        .allMatch(command -> command.strip().matches("(?s).*[.?]"));
  }
}

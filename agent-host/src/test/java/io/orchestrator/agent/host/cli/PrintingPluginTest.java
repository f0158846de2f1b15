package io.orchestrator.agent.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.host.Configs;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("plugins")
class PrintingPluginTest {
  @TempDir Path home;

  @BeforeEach
  void makeHome() {
    System.setProperty("agent.home", home.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty("agent.home");
  }

  @Test
  void keepsWhatPluginsPrintOutOfTheAnswer() {
    AcmePlugin.withCheck(
            "System.out.println(\"noise\"); return CheckResult.usable(\"parcel 3.1\");")
        .buildIn(home.resolve("plugins"));

    Path config = Configs.file(home, "'Plugins.Enabled': ['acme'], 'SeedTransport': 'parcel'");
    Cli run = Cli.run("plugins", "list", "--config", config.toString());

    assertThat(run.out()).contains("parcel 3.1").doesNotContain("noise");
    assertThat(run.err()).contains("noise");
  }
}

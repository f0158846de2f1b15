package io.orchestrator.agent.host.plugin;

import static io.orchestrator.agent.host.plugin.PluginRig.statusOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("plugins")
class ApiVersionTest {
  @Test
  void comesFromTheBuild() {
    assertThat(ApiVersion.text()).matches("[1-9]\\d*\\.\\d+\\.\\d+");
  }

  @ParameterizedTest
  @CsvSource({
    "1.0.0, true",
    "1.1.0, true",
    "1.1.3, false",
    "1.2.0, false",
    "2.0.0, false",
    "0.9.0, false",
    ">=1.0.0, true",
    ">=1.1.3, false",
    ">=1.0.0 & <2.0.0, true",
    ">=1.0.0 & <1.1.0, false",
    "*, true"
  })
  void servesWhatIsCompatible(String requires, boolean fits) {
    assertThat(ApiVersion.fits("1.1.2", requires)).isEqualTo(fits);
  }

  @Test
  void refusesAPluginForTheNextMinorWithBothVersions(@TempDir Path root)
      throws IOException, InterruptedException {
    String[] parts = ApiVersion.text().split("\\.", -1);
    String next = parts[0] + "." + (Integer.parseInt(parts[1]) + 1) + ".0";
    PluginRig rig = new PluginRig(root);
    PluginJarBuilder.plugin("acme", "1.0.0")
        .requires(">=" + next)
        .source("acme.Service", PluginRig.service("acme", ""))
        .buildIn(rig.folder());

    assertThat(statusOf(rig.load("acme"), "acme").reason())
        .isEqualTo("it requires agent-api >=" + next + ", this is " + ApiVersion.text());
  }
}

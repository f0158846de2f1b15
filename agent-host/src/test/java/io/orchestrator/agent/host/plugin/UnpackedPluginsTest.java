package io.orchestrator.agent.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.live.SmallDisk;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("plugins")
class UnpackedPluginsTest {
  @TempDir Path folder;

  @RequiresRoot
  @Test
  void deletesTheOthersIfOneCanNotBeDeleted() throws IOException {
    for (char digit : "0123456789abcdef".toCharArray()) {
      Files.createDirectory(unused(digit));
    }
    try (SmallDisk mounted = SmallDisk.at(unused('7'), "1m");
        CapturedLog log = new CapturedLog(UnpackedPlugins.class)) {
      new UnpackedPlugins(folder).deleteUnused();

      assertThat(folder.toFile().list()).containsExactly(unused('7').getFileName().toString());
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("Could not delete the old unpacked plugin " + mounted.path());
    }
  }

  private Path unused(char digit) {
    return folder.resolve(String.valueOf(digit).repeat(64));
  }
}

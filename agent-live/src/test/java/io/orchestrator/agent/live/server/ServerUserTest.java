package io.orchestrator.agent.live.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerUserTest {
  @TempDir Path datadir;

  /** As on a volume that comes from another host. */
  @Test
  @RequiresRoot
  void isAlsoAnOwnerWithoutAName() throws Exception {
    Files.setAttribute(datadir, "unix:uid", 2_000_000_001);
    Files.setAttribute(datadir, "unix:gid", 2_000_000_002);
    ServerUser owner = ServerUser.of(new ProcessRunner(false), datadir);

    assertThat(new ProcessRunner(false).run(Command.of(owner.line(List.of("id", "-u")))).stdout())
        .isEqualTo("2000000001\n");
  }
}

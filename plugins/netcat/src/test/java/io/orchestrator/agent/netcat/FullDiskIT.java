package io.orchestrator.agent.netcat;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
@RequiresTool({"tar", "nc.openbsd", "mount", "umount"})
class FullDiskIT {
  @TempDir Path folder;

  @Test
  void failsWhenTheDiskIsFull() throws Exception {
    Path small = Files.createDirectories(folder.resolve("small"));
    try (NetcatHosts hosts = new NetcatHosts(folder, "nc.openbsd").receivingInto(small)) {
      Files.write(hosts.source().resolve("big"), new byte[4 * 1024 * 1024]);
      hosts.bash("mount -t tmpfs -o size=2m tmpfs \"$1\"", small.toString());
      try {
        hosts.receive();
        hosts.sendBytes(hosts.archive(), hosts.archive().length);
        assertThatThrownBy(hosts::received)
            .hasFieldOrPropertyWithValue("code", ErrorCode.RESOURCES_EXHAUSTED);
      } finally {
        hosts.bash("umount \"$1\"", small.toString());
      }
    }
  }
}

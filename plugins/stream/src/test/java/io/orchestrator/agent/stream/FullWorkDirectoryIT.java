package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.live.SmallDisk;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is full is the agent's own folder, and neither the data directory nor the snapshot. */
@Tag("stream")
@RequiresRoot
@RequiresTool({"mount", "umount"})
class FullWorkDirectoryIT {
  /** More than a list that is kept in memory before it is written. */
  private static final int FILES = 4000;

  @TempDir Path folder;

  @Test
  void isNamedWhereTheSourceListsItsFiles() throws Exception {
    try (SmallDisk work = SmallDisk.at(folder.resolve("source-host/work"), "200k");
        StreamHosts hosts = new StreamHosts(folder)) {
      for (int number = 0; number < FILES; number++) {
        Files.createFile(hosts.source().resolve("file-" + number));
      }
      fill(work);
      hosts.start();
      assertNames(work.path(), catchThrowable(hosts::sent));
      assertThat(catchThrowable(hosts::received)).hasMessageContaining(work.path().toString());
    }
  }

  @Test
  void isNamedWhereTheTargetNotesWhatHasArrived() throws Throwable {
    try (SmallDisk work = SmallDisk.at(folder.resolve("host/work"), "200k");
        HostileSender sender = new HostileSender(folder)) {
      sender.begin().file(0, "x", 3).end();
      sender.awaitGo();
      fill(work);
      sender.block(2, 0, new byte[] {1, 2, 3});
      assertNames(work.path(), catchThrowable(sender::received));
    }
  }

  private static void fill(SmallDisk disk) throws IOException {
    Path intruder = disk.path().resolve("intruder");
    try {
      while (true) {
        Files.write(intruder, new byte[4096], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (IOException full) {
      // So it is.
    }
  }

  private static void assertNames(Path work, Throwable failure) {
    assertThat(failure)
        .isInstanceOf(AgentException.class)
        .hasFieldOrPropertyWithValue("code", ErrorCode.RESOURCES_EXHAUSTED)
        .hasMessageContaining(work.toString())
        .hasMessageContaining("StateDirectory");
  }
}

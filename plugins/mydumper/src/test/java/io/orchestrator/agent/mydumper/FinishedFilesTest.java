package io.orchestrator.agent.mydumper;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.command.ProcessRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FinishedFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"files", "link"})
  void doesNotTakeAFileThatAProcessOrItsChildHoldsOpen(String parent) throws Exception {
    Path files = Files.createDirectory(folder.resolve("files"));
    Files.createSymbolicLink(folder.resolve("link"), files);
    try (FileFolder spool = FileFolder.make(folder.resolve(parent).resolve("spool"));
        RunningCommand writer =
            new ProcessRunner(false)
                .start(
                    Command.shell(
                            "echo 1 > a.b.sql; exec 3> c.d.sql;"
                                + " (exec 4> e.f.00001.sql.gz; touch begun; sleep 300); true")
                        .in(spool.path()))) {
      Awaitility.await().until(() -> Files.exists(spool.path().resolve("begun")));
      assertThat(new FinishedFiles(spool).of(writer.pid()))
          .containsExactly(spool.path().resolve("a.b.sql"));
    }
    assertThat(files).isEmptyDirectory();
  }

  @Test
  void takesNoneOfAProcessThatItCannotLookAt() throws Exception {
    try (FileFolder spool = FileFolder.make(folder.resolve("spool"))) {
      Files.writeString(spool.path().resolve("a.b.sql"), "x");
      Path proc = Files.createDirectory(folder.resolve("proc"));
      assertThat(new FinishedFiles(spool, proc).of(ProcessHandle.current().pid())).isEmpty();
    }
  }
}

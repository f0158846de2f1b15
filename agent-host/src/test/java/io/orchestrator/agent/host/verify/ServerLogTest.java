package io.orchestrator.agent.host.verify;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
  @TempDir Path folder;
  private Path file;
  private ServerLog log;

  @BeforeEach
  void open() {
    file = folder.resolve("error.log");
    log = new ServerLog(file, 1 << 20);
  }

  @Test
  void goesOnWhereItStopped() throws Exception {
    append("[ERROR] InnoDB: fi");
    assertThat(log.innodbErrors()).isEmpty();

    append("rst\n[Note] ready for connections\n");

    assertThat(log.innodbErrors()).containsExactly("[ERROR] InnoDB: first");
    assertThat(log.isReady()).isTrue();
    assertThat(log.lastWords()).isEqualTo("[ERROR] InnoDB: first");
  }

  @Test
  void remembersErrorsAndNoMoreOfThemThanIsBounded() throws Exception {
    append("[ERROR] InnoDB: first\n" + "[ERROR] InnoDB: more\n".repeat(1000));

    assertThat(log.innodbErrors()).hasSize(100).first().isEqualTo("[ERROR] InnoDB: first");
  }

  @Test
  void refusesALogWithoutEnd() throws Exception {
    Files.writeString(file, "x".repeat(1 << 20) + "y");

    assertRefused(ErrorCode.RESOURCES_EXHAUSTED, "1 MiB", log::read);
  }

  @Test
  void findsTheHostsTroublesAmongErrorsAlone() throws Exception {
    append("[Warning] io_uring: Permission denied\n");
    assertThat(log.fault()).isEmpty();

    append("[ERROR] InnoDB: Operating system error number 28 in a file operation.\n");

    assertThat(log.fault().orElseThrow().advice()).contains("ran full");
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    log.read();
  }
}

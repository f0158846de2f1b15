package io.orchestrator.agent.host.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.host.mysql.Base64Gzip;
import io.orchestrator.agent.testkit.orchestrator.StandInOrchestrator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the agent ends while it applies relay logs, the client executes all of them or none. */
@Tag("seed")
class RelayLogIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path folder;
  private StandInOrchestrator orchestrator;
  private AgentHost host;

  @BeforeEach
  void make() throws Exception {
    orchestrator = StandInOrchestrator.onLoopback();
    host = new AgentHost(folder.resolve("host"), "127.0.0.2");
    host.with("AgentsServer", orchestrator.url());
    Path programs = Files.createDirectory(host.folder().resolve("programs"));
    host.startBy("env", "PATH=" + programs + ":" + System.getenv("PATH"));
    Path printer = programs.resolve("mysqlbinlog");
    // It prints a part at once, and the rest only when it is told to.
    Files.writeString(
        printer,
        "#!/bin/bash\necho 'UPDATE t SET a = 1'; echo $$ > %s\n".formatted(printerPid())
            + "until test -e %s; do sleep 0.1; done; echo ' WHERE b = 2;'\n".formatted(go()));
    Files.setPosixFilePermissions(printer, PosixFilePermissions.fromString("rwxr-xr-x"));
    host.with("MySQLClientCommand", "cat > %s && echo done >> %1$s".formatted(applied()));
  }

  @AfterEach
  void stop() {
    orchestrator.close();
    assertThat(HostProcesses.of(host.folder())).isEmpty();
  }

  private Path printerPid() {
    return host.folder().resolve("printer.pid");
  }

  private Path go() {
    return host.folder().resolve("go");
  }

  private Path applied() {
    return host.folder().resolve("applied");
  }

  private long temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(host.state())) {
      return files.filter(file -> file.getFileName().toString().startsWith("relay-log-")).count();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isNotAppliedInPartByAnAgentThatEnds(boolean killed) throws Exception {
    try (PackagedAgent agent = PackagedAgent.start(host);
        Socket caller = new RawHttp(agent.row()).begin(request(agent.token()))) {
      await("the printer has printed a part")
          .atMost(LIMIT)
          .until(() -> Files.exists(printerPid()) && Files.size(printerPid()) > 0);
      assertThat(temporaryFiles()).isEqualTo(2);
      assertThat(caller.getInputStream().available()).isZero();
      if (killed) {
        agent.kill();
      } else {
        assertThat(agent.stop()).isIn(0, 143);
      }
    }
    letThePrinterGoOn();

    try (PackagedAgent next = PackagedAgent.start(host)) {
      assertThat(applied()).doesNotExist();
      assertThat(temporaryFiles()).isZero();
      requireAllIsApplied(next);
    }
  }

  private void letThePrinterGoOn() throws IOException {
    long pid = Long.parseLong(Files.readString(printerPid()).strip());
    Files.createFile(go());
    await("the printer has ended")
        .atMost(LIMIT)
        .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    Files.delete(go());
  }

  /** The same contents, once more and to their end. */
  private void requireAllIsApplied(PackagedAgent agent) throws Exception {
    Files.delete(printerPid());
    try (Socket caller = new RawHttp(agent.row()).begin(request(agent.token()))) {
      await("the printer runs")
          .atMost(LIMIT)
          .until(() -> Files.exists(printerPid()) && Files.size(printerPid()) > 0);
      letThePrinterGoOn();
      await("all is applied")
          .atMost(LIMIT)
          .until(() -> Files.exists(applied()) && Files.readString(applied()).endsWith("done\n"));
      assertThat(applied()).hasContent("UPDATE t SET a = 1\n WHERE b = 2;\ndone");
      assertThat(new String(caller.getInputStream().readAllBytes(), ISO_8859_1))
          .contains("200 OK", "\"OK\"");
    }
    assertThat(temporaryFiles()).isZero();
  }

  private static String request(String token) throws IOException {
    String body = body();
    return "POST /api/apply-relaylog-contents?token="
        + token
        + " HTTP/1.1\r\nHost: agent\r\nConnection: close\r\nContent-Type: text/plain\r\n"
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /** A log that has a header and no more. */
  private static String body() throws IOException {
    ByteBuffer log = ByteBuffer.allocate(4 + 19 + 100).order(ByteOrder.LITTLE_ENDIAN);
    log.put(new byte[] {(byte) 0xfe, 'b', 'i', 'n'});
    log.putInt(0).put((byte) 15).putInt(1).putInt(119).putInt(123).putShort((short) 0);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (OutputStream out = Base64Gzip.encoder(text)) {
      out.write(log.array());
    }
    return text.toString(ISO_8859_1);
  }
}

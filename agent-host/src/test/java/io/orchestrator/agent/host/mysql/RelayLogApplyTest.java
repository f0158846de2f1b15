package io.orchestrator.agent.host.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RelayLogApplyTest {
  private static final long LIMIT = 10_000_000;

  @TempDir Path folder;
  private Path work;
  private Path applied;

  @BeforeEach
  void makeFolder() throws IOException {
    work = Files.createDirectory(folder.resolve("work"));
    applied = folder.resolve("applied");
  }

  @AfterEach
  void leavesNothingBehind() {
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void givesThePrintedLogToTheClient() throws Exception {
    String events = "x".repeat(3_000_000);

    apply(printed("cat"), "cat > " + applied + "; seq 100000", body(events));

    assertThat(Files.size(applied)).isEqualTo(TestLogs.HEADER + events.length());
  }

  @Test
  void storesTheLogWhereOnlyTheAgentMayRead() throws Exception {
    apply(printed("stat -c %a"), "cat > " + applied, body(""));

    assertThat(applied).hasContent("600");
  }

  @Test
  void failsWithTheClientsReason() {
    assertFails(
        ErrorCode.COMMAND_FAILED,
        printed("cat"),
        "echo ERROR 1064 >&2; exit 3",
        body("x".repeat(3_000_000)),
        "ERROR 1064");
  }

  @Test
  void failsWhenTheClientLeavesEarlyAndIsContent() {
    assertFails(
        ErrorCode.COMMAND_FAILED,
        printed("cat"),
        "head -c 10 > /dev/null",
        body("x".repeat(3_000_000)),
        "had read only 10 of 3000123 bytes");
  }

  @Test
  void failsWhenTheClientReadsNothingAndIsContent() {
    assertFails(
        ErrorCode.COMMAND_FAILED, printed("cat"), "true", body("abc"), "had read only 0 of 126");
  }

  @Test
  void doesNotStartTheClientWhenPrintingHasTakenAllTheTime() {
    RelayLogApply apply =
        new RelayLogApply(printed("cat"), "touch " + applied, work, LIMIT, Duration.ofMillis(999));
    assertThatThrownBy(() -> apply.apply(new ByteArrayInputStream(body("abc"))))
        .hasFieldOrPropertyWithValue("code", ErrorCode.TIMED_OUT);
    assertThat(applied).doesNotExist();
  }

  @Test
  void takesAClientThatOpensItsInputAnew() throws Exception {
    apply(printed("cat"), "cat /dev/stdin > " + applied, body("abc"));

    assertThat(Files.size(applied)).isEqualTo(TestLogs.HEADER + 3);
  }

  @Test
  void doesNotStartTheClientForAnIncompleteText() {
    assertFails(
        ErrorCode.COMMAND_FAILED,
        printed("echo part; echo broken log >&2; exit 1;:"),
        "touch " + applied,
        body(""),
        "broken log");
    assertThat(applied).doesNotExist();
  }

  @Test
  void startsNothingForDamagedContents() {
    ScriptedCommands none = new ScriptedCommands();
    byte[] good = body("abc");

    assertFails(ErrorCode.CORRUPT_DATA, none, "mysql", new byte[0], "truncated");
    assertFails(
        ErrorCode.CORRUPT_DATA,
        none,
        "mysql",
        new String(good, 0, good.length - 8, ISO_8859_1).getBytes(ISO_8859_1),
        "truncated");
    assertFails(
        ErrorCode.CORRUPT_DATA,
        none,
        "mysql",
        encoded("DROP DATABASE shop; DROP DATABASE test;".getBytes(ISO_8859_1)),
        "magic");
    assertThat(none.ran()).isEmpty();
  }

  @Test
  void startsNothingForTooMuch() {
    ScriptedCommands none = new ScriptedCommands();

    assertFails(
        ErrorCode.RESOURCES_EXHAUSTED, none, "mysql", body("x".repeat(10_000_000)), "larger");
    assertThat(none.ran()).isEmpty();
  }

  @Test
  void doesNotStartTheClientForAnEndlessText() {
    assertFails(
        ErrorCode.IO_FAILED, printed("yes;:"), "touch " + applied, body(""), "longer than the");
    assertThat(applied).doesNotExist();
  }

  @Test
  void deletesWhatAKilledAgentHasLeft() throws Exception {
    Files.writeString(work.resolve("relay-log-123.tmp"), "SELECT 1;");
    Path other = Files.writeString(work.resolve("seeds.json"), "[]");

    new RelayLogApply(new ScriptedCommands(), "mysql", work, LIMIT).deleteLeftovers();

    assertThat(work).isDirectoryNotContaining("glob:**relay-log-*");
    Files.delete(other);
  }

  @Test
  void saysWhenThereIsNoPrinter() {
    ScriptedCommands neither = new ScriptedCommands().without("mysqlbinlog", "mariadb-binlog");

    assertFails(ErrorCode.TOOL_MISSING, neither, "mysql", body(""), "mariadb-binlog");
  }

  @Test
  void endsThePrinterWhenInterrupted() throws Exception {
    Path started = folder.resolve("started");

    interrupt(printed("echo $$ > " + started + "; sleep 60;:"), "touch " + applied, started);

    assertThat(applied).doesNotExist();
  }

  @Test
  void endsTheClientWhenInterrupted() throws Exception {
    Path started = folder.resolve("started");

    interrupt(printed("cat"), "echo $$ > " + started + "; sleep 60", started);
  }

  private void interrupt(CommandRunner commands, String client, Path started) throws Exception {
    FutureTask<Void> applying =
        new FutureTask<>(
            () -> {
              apply(commands, client, body(""));
              return null;
            });
    Thread thread = new Thread(applying);
    thread.start();
    await().until(() -> Files.exists(started) && Files.size(started) > 0);

    thread.interrupt();

    assertThatThrownBy(() -> applying.get(20, SECONDS))
        .hasCauseInstanceOf(InterruptedException.class);
    Path process = Path.of("/proc", Files.readString(started).strip());
    await("it is not even a zombie").until(() -> !Files.exists(process));
  }

  private static CommandRunner printed(String shellText) {
    return new CatForLogPrinter(shellText);
  }

  private void apply(CommandRunner commands, String client, byte[] body)
      throws InterruptedException {
    InputStream in = new ByteArrayInputStream(body);
    new RelayLogApply(commands, client, work, LIMIT).apply(in);
  }

  private void assertFails(
      ErrorCode code, CommandRunner commands, String client, byte[] body, String message) {
    assertThatThrownBy(() -> apply(commands, client, body))
        .isInstanceOfSatisfying(
            AgentException.class, error -> assertThat(error.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  private static byte[] body(String events) {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    log.writeBytes(TestLogs.header(1));
    log.writeBytes(events.getBytes(ISO_8859_1));
    return encoded(log.toByteArray());
  }

  private static byte[] encoded(byte[] bytes) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (OutputStream out = Base64Gzip.encoder(text)) {
      out.write(bytes);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return text.toByteArray();
  }
}

package io.orchestrator.agent.host.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryLogCutterTest {
  private static final String FIRST = new String(TestLogs.header(1), ISO_8859_1);

  private final BinaryLogCutter cutter = new BinaryLogCutter();
  @TempDir Path folder;
  private Path one;
  private Path two;
  private Path three;

  @BeforeEach
  void writeLogs() throws IOException {
    one = TestLogs.write(folder.resolve("bin.1"), 1, "a".repeat(100_000) + "bcd");
    two = TestLogs.write(folder.resolve("bin.2"), 2, "efg");
    three = TestLogs.write(folder.resolve("bin.3"), 3, "hij");
  }

  @Test
  void writesOneLogAsItIs() throws Exception {
    assertThat(cut(List.of(one), 0, 0)).isEqualTo(Files.readString(one, ISO_8859_1));
    assertThat(cut(List.of(one), 4, 0)).isEqualTo(Files.readString(one, ISO_8859_1));
  }

  @Test
  void writesTheFirstHeaderAndTheEventsFromThePosition() throws Exception {
    assertThat(cut(List.of(one), TestLogs.HEADER + 100_000, 0)).isEqualTo(FIRST + "bcd");
  }

  @Test
  void writesLaterLogsWithoutTheirHeaders() throws Exception {
    assertThat(cut(List.of(one, two, three), TestLogs.HEADER + 100_001, 0))
        .isEqualTo(FIRST + "cdefghij");
  }

  @Test
  void stopsInTheLastLogOnly() throws Exception {
    assertThat(cut(List.of(one, two), TestLogs.HEADER + 100_002, TestLogs.HEADER + 1))
        .isEqualTo(FIRST + "de");
    assertThat(cut(List.of(one), TestLogs.HEADER + 100_000, TestLogs.HEADER + 100_002))
        .isEqualTo(FIRST + "bc");
  }

  @Test
  void writesTheHeaderAloneFromTheEnd() throws Exception {
    assertThat(cut(List.of(one), TestLogs.HEADER + 100_003, 0)).isEqualTo(FIRST);
  }

  @Test
  void refusesPositionsOutsideTheEvents() {
    for (long start : new long[] {-1, 1, TestLogs.HEADER - 1, TestLogs.HEADER + 100_004}) {
      assertFails(ErrorCode.INVALID_ARGUMENT, List.of(one), start, 0);
    }
    for (long stop : new long[] {-1, 4, TestLogs.HEADER - 1, TestLogs.HEADER + 4}) {
      assertFails(ErrorCode.INVALID_ARGUMENT, List.of(one, two), 0, stop);
    }
    assertFails(ErrorCode.INVALID_ARGUMENT, List.of(two), TestLogs.HEADER + 2, TestLogs.HEADER + 1);
  }

  @Test
  void refusesToCutNothing() {
    assertFails(ErrorCode.INVALID_ARGUMENT, List.of(), 0, 0);
  }

  @Test
  void namesALogThatIsNoneBeforeItWritesAnything() throws Exception {
    byte[] noDescription = TestLogs.header(1);
    noDescription[8] = 2;
    byte[] endless = TestLogs.header(1);
    Arrays.fill(endless, 13, 17, (byte) 0xff);
    List<byte[]> damaged =
        List.of(
            new byte[0],
            "root:x:0:0:root:/root:/bin/bash".getBytes(ISO_8859_1),
            Arrays.copyOf(TestLogs.header(1), 20),
            Arrays.copyOf(TestLogs.header(1), TestLogs.HEADER - 1),
            noDescription,
            endless);
    for (byte[] bytes : damaged) {
      Files.write(two, bytes);
      assertFails(ErrorCode.CORRUPT_DATA, List.of(one, two), 0, 0);
    }
  }

  @Test
  void refusesEncryptedLogs() throws Exception {
    byte[] bytes = TestLogs.header(1);
    bytes[0] = (byte) 0xfd;
    Files.write(two, bytes);
    assertFails(ErrorCode.UNSUPPORTED, List.of(one, two), 0, 0);

    TestLogs.write(two, 1, "\0\0\0\0\u00a4" + "x".repeat(50));
    assertFails(ErrorCode.UNSUPPORTED, List.of(one, two), 0, 0);
  }

  @Test
  void refusesALogThatIsGone() throws Exception {
    Files.delete(two);

    assertFails(ErrorCode.NOT_FOUND, List.of(one, two), 0, 0);
  }

  @Test
  void stopsWhenInterrupted() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> cut(List.of(one), 0, 0)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private String cut(List<Path> logs, long start, long stop) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    cutter.write(logs, start, stop, out);
    return out.toString(ISO_8859_1);
  }

  private void assertFails(ErrorCode code, List<Path> logs, long start, long stop) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThatThrownBy(() -> cutter.write(logs, start, stop, out))
        .isInstanceOfSatisfying(
            AgentException.class,
            error -> {
              assertThat(error.code()).isEqualTo(code);
              assertThat(error)
                  .hasMessageContaining(logs.isEmpty() ? "" : logs.get(logs.size() - 1).toString());
            });
    assertThat(out.size()).isZero();
  }
}

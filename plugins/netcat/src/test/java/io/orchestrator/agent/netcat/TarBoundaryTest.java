package io.orchestrator.agent.netcat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresTool("tar")
class TarBoundaryTest {
  private static final int BLOCK = 512;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"posix", "gnu", "ustar", "oldgnu", "v7"})
  void followsEachFormatToItsEnd(String format) throws Exception {
    byte[] archive = archive("--format=" + format);
    TarBoundary boundary = fed(archive, archive.length, 4096);
    assertThat(boundary.isComplete()).isTrue();
    assertThat(boundary.members()).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gnu",
        "oldgnu",
        "posix --sparse-version=0.0",
        "posix --sparse-version=0.1",
        "posix"
      })
  void followsSparseFiles(String format) throws Exception {
    try (RandomAccessFile file =
        new RandomAccessFile(
            Files.createDirectories(folder.resolve("in")).resolve("holes").toFile(), "rw")) {
      for (int hole = 1; hole <= 60; hole++) {
        file.seek(hole * 65_536L);
        file.write(hole);
      }
    }
    byte[] archive = archive(("--sparse --format=" + format).split(" "));
    assertThat(archive.length).isLessThan(1_000_000);
    TarBoundary boundary = fed(archive, archive.length, 4096);
    assertThat(boundary.isComplete()).isTrue();
    assertThat(boundary.members()).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 511, 512, 513, 100_000})
  void doesNotCareHowTheStreamIsChopped(int chop) throws Exception {
    byte[] archive = archive("--format=posix");
    assertThat(fed(archive, archive.length, chop).isComplete()).isTrue();
  }

  @Test
  void isIncompleteWhereverItIsCutBeforeTheEndOfTheMarker() throws Exception {
    byte[] archive = archive("--format=posix");
    int end = endOfMarker(archive);
    for (int length = 0; length < end; length += 256) {
      assertThat(fed(archive, length, 4096).isComplete()).as("cut at " + length).isFalse();
    }
    assertThat(fed(archive, end - 1, 4096).isComplete()).isFalse();
    assertThat(fed(archive, end, 4096).isComplete()).isTrue();
  }

  @Test
  void isNotFooledByAFileThatEndsInZeros() throws Exception {
    Files.write(Files.createDirectories(folder.resolve("in")).resolve("zzz"), new byte[64 * BLOCK]);
    byte[] archive = archive("--format=ustar", "--sort=name");
    int endOfData = endOfMarker(archive) - 2 * BLOCK;
    assertThat(fed(archive, endOfData, 4096).isComplete()).isFalse();
    assertThat(fed(archive, endOfData - 4 * BLOCK, 4096).isComplete()).isFalse();
  }

  @Test
  void knowsTheSizeOfAFileThatItsHeaderIsTooSmallFor() {
    String all = "30 mtime=1350244992.023960108\n19 comment=size=77\n20 size=10000000000\n";
    byte[] records = all.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(PaxRecords.size(records, records.length)).hasValue(10_000_000_000L);
  }

  @Test
  void readsBinarySizes() {
    byte[] header = new byte[BLOCK];
    header[124] = (byte) 0x80;
    header[131] = 2;
    assertThat(new TarHeader(header).size()).isEqualTo(2L << 32);
    Arrays.fill(header, 124, 136, (byte) 0xFF);
    assertThat(new TarHeader(header).size()).isNegative();
  }

  @Test
  void refusesWhatIsNoTar() {
    byte[] page = "<html>".repeat(200).getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> fed(page, page.length, 4096))
        .hasFieldOrPropertyWithValue("code", ErrorCode.CORRUPT_DATA)
        .hasMessageContaining("<html>");
  }

  @Test
  void refusesADamagedHeaderInTheMiddle() throws Exception {
    byte[] archive = archive("--format=ustar", "--sort=name");
    archive[BLOCK + 1] ^= 1;
    assertThatThrownBy(() -> fed(archive, archive.length, 4096)).hasMessageContaining("checksum");
  }

  @Test
  void refusesMoreAfterTheEnd() throws Exception {
    byte[] archive = archive("--format=posix");
    archive[archive.length - 1] = 1;
    assertThatThrownBy(() -> fed(archive, archive.length, 4096))
        .hasFieldOrPropertyWithValue("code", ErrorCode.CORRUPT_DATA);
  }

  private byte[] archive(String... options) throws Exception {
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.createDirectories(in.resolve("mysql"));
    Files.write(in.resolve("ibdata1"), new byte[100_001]);
    Files.writeString(in.resolve("empty"), "");
    Files.writeString(in.resolve("mysql/block"), "x".repeat(BLOCK));
    Files.createLink(in.resolve("again"), in.resolve("ibdata1"));
    Files.createSymbolicLink(in.resolve("link"), Path.of("ibdata1"));
    Files.writeString(in.resolve("n".repeat(90)), "long");
    Path archive = folder.resolve("archive");
    List<String> line = new ArrayList<>(List.of("tar", "--create", "-f", archive.toString()));
    line.addAll(List.of(options));
    line.addAll(List.of("-C", in.toString(), "."));
    new ProcessRunner(false).run(Command.of(line));
    return Files.readAllBytes(archive);
  }

  /** Where the second of the two zero blocks ends, padding not counted. */
  private static int endOfMarker(byte[] archive) {
    int length = BLOCK;
    while (!fed(archive, length, BLOCK).isComplete()) {
      length += BLOCK;
    }
    return length;
  }

  private static TarBoundary fed(byte[] archive, int length, int chop) {
    TarBoundary boundary = new TarBoundary();
    for (int at = 0; at < length; at += chop) {
      byte[] part = Arrays.copyOfRange(archive, at, Math.min(length, at + chop));
      boundary.accept(part, part.length);
    }
    return boundary;
  }
}

package io.orchestrator.agent.host.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.command.ProcessRunner;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskUsageTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ProcessRunner commands = new ProcessRunner(false);
  private final DiskUsage usage = new DiskUsage(commands, false, LIMIT);
  @TempDir Path folder;

  @Test
  void countsAsDuDoes() throws Exception {
    fill(folder.resolve("a/b"), 250);
    fill(folder.resolve("c"), 250);
    Files.createLink(folder.resolve("hard1"), folder.resolve("c/file1"));
    Files.createLink(folder.resolve("a/hard2"), folder.resolve("c/file1"));
    Files.createSymbolicLink(folder.resolve("soft"), folder.resolve("a"));
    Files.createSymbolicLink(folder.resolve("broken"), Path.of("/nowhere"));
    Files.createDirectory(folder.resolve("empty"));
    try (RandomAccessFile sparse = new RandomAccessFile(folder.resolve("sparse").toFile(), "rw")) {
      sparse.setLength(1L << 33);
    }

    assertThat(usage.bytes(folder)).isEqualTo(du()).isGreaterThan(1L << 33);
  }

  @Test
  void measuresASingleFile() throws Exception {
    assertThat(usage.bytes(Files.writeString(folder.resolve("file"), "12345"))).isEqualTo(5);
  }

  @Test
  void measuresWhatADatadirThatIsALinkLeadsTo() throws Exception {
    fill(folder.resolve("data"), 3);
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("data"));

    assertThat(usage.bytes(link)).isEqualTo(usage.bytes(folder.resolve("data")));
  }

  @Test
  void leavesOutNamesAtTheTopOnly() throws Exception {
    fill(folder.resolve("trash"), 3);
    fill(folder.resolve("kept/trash"), 3);

    assertThat(usage.bytes(folder, Set.of("trash")))
        .isEqualTo(du("--exclude=" + folder.resolve("trash")))
        .isLessThan(du());
  }

  @Test
  void keepsAnAnswerForAMoment() throws Exception {
    long before = usage.bytes(folder);
    fill(folder, 3);

    assertThat(usage.bytes(folder)).isEqualTo(before);
    assertThat(new DiskUsage(commands, false, LIMIT).bytes(folder)).isGreaterThan(before);
  }

  @Test
  void measuresAnewWhatItHasForgotten() throws Exception {
    long before = usage.bytes(folder);
    fill(folder, 3);

    usage.forget(folder);

    assertThat(usage.bytes(folder)).isGreaterThan(before);
  }

  @Test
  void goesOnWhenFilesVanish() throws Exception {
    fill(folder, 2000);
    Thread deleting =
        new Thread(
            () -> {
              for (int i = 0; i < 2000; i++) {
                assertThat(folder.resolve("file" + i).toFile().delete()).isTrue();
              }
            });
    deleting.start();
    while (deleting.isAlive()) {
      assertThat(new DiskUsage(commands, false, LIMIT).bytes(folder)).isPositive();
    }
  }

  @Test
  void refusesAPathThatDoesNotExist() {
    assertThatThrownBy(() -> usage.bytes(folder.resolve("absent")))
        .satisfies(code(ErrorCode.NOT_FOUND));
    assertThatThrownBy(() -> usage.freeBytes(folder.resolve("absent")))
        .satisfies(code(ErrorCode.NOT_FOUND));
  }

  @Test
  void refusesARelativePath() {
    assertThatThrownBy(() -> usage.bytes(Path.of("x"))).satisfies(code(ErrorCode.INVALID_ARGUMENT));
  }

  @Test
  void givesUpAtItsLimit() throws Exception {
    fill(folder, 10);
    DiskUsage hurried = new DiskUsage(commands, false, Duration.ofNanos(1));

    assertThatThrownBy(() -> hurried.bytes(folder)).satisfies(code(ErrorCode.TIMED_OUT));
  }

  @Test
  void givesUpWhenItsCallerHasNoMoreTime() throws Exception {
    fill(folder, 10);

    assertThatThrownBy(() -> usage.bytes(folder, Set.of(), Duration.ZERO))
        .satisfies(code(ErrorCode.TIMED_OUT));
    assertThat(usage.bytes(folder)).isPositive();
  }

  @Test
  void forgetsWhatIsInsideAsWell() throws Exception {
    fill(folder.resolve("data"), 3);
    long before = usage.bytes(folder.resolve("data"));
    fill(folder.resolve("data"), 6);

    usage.forget(folder);

    assertThat(usage.bytes(folder.resolve("data"))).isGreaterThan(before);
  }

  @Test
  void knowsWhatIsUsedOfAFileSystemButNotOfAFolderInOne() {
    assertThat(usage.ofFileSystemAt(Path.of("/")).orElse(1)).isPositive();
    assertThat(usage.ofFileSystemAt(Path.of("/proc"))).hasValue(0);
    assertThat(usage.ofFileSystemAt(folder)).isEmpty();
  }

  @Test
  void stopsWhenInterrupted() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> usage.bytes(folder)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void tellsTheFreeSpaceOfTheFileSystem() throws Exception {
    String printed =
        commands
            .run(Command.of("df", "-B1", "--output=avail", folder.toString()))
            .lines()
            .get(1)
            .strip();

    assertThat(usage.freeBytes(folder)).isCloseTo(Long.parseLong(printed), withinPercentage(5));
  }

  private void fill(Path directory, int files) throws IOException {
    Files.createDirectories(directory);
    for (int i = 0; i < files; i++) {
      Files.writeString(directory.resolve("file" + i), "x".repeat(i));
    }
  }

  private long du(String... options) throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("du", "-sb"));
    arguments.addAll(List.of(options));
    arguments.add(folder.toString());
    String printed = commands.run(Command.of(arguments)).stdout();
    return Long.parseLong(printed.substring(0, printed.indexOf('\t')));
  }

  private static ThrowingConsumer<Throwable> code(ErrorCode wanted) {
    return error -> assertThat(((AgentException) error).code()).isEqualTo(wanted);
  }
}

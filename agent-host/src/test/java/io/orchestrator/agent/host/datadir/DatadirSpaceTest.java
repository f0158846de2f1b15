package io.orchestrator.agent.host.datadir;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.api.mount.MountTable;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DatadirSpaceTest {
  /** Others write to the same disk meanwhile. */
  private static final Offset<Long> OTHERS = Offset.offset(512L << 20);

  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder);
  }

  private long free() throws IOException {
    return Files.getFileStore(host.datadir()).getUsableSpace();
  }

  @Test
  void isWhatTheFileSystemHas() throws Exception {
    assertThat(host.get(DatadirSpace.class).available()).isCloseTo(free(), OTHERS);
  }

  private DatadirSpace withDu(CommandRunner commands) {
    return new DatadirSpace(
        host.get(MySqlFacts.class), new PromisedRoom(commands), host.get(DatadirTrash.class));
  }

  @Test
  void countsWhatTheTrashWillFree() throws Exception {
    host.file(".orchestrator-agent-trash/deleted-1/ibdata1");
    ScriptedCommands commands =
        new ScriptedCommands().prints("9000000000000\t" + host.datadir() + "\n", "du");

    long available = withDu(commands).available();

    assertThat(available).isCloseTo(free() + 9_000_000_000_000L, OTHERS);
    assertThat(commands.lines())
        .containsExactly(
            "du --summarize --block-size=1 -- " + host.datadir() + "/.orchestrator-agent-trash");
  }

  @Test
  void doesNotCountWhatCouldNotBeFreed() throws Exception {
    host.file(".orchestrator-agent-trash/deleted-1/mounted/ibdata1");
    Path folder = host.datadir().resolve(".orchestrator-agent-trash").toRealPath();
    Path mountinfo =
        Files.writeString(
            this.folder.resolve("mountinfo"),
            "36 35 98:0 / " + folder + "/deleted-1/mounted rw - ext4 /dev/b rw\n");
    DatadirTrash trash = new DatadirTrash(new MountTable(mountinfo), host.get(PromisedRoom.class));
    ScriptedCommands commands = new ScriptedCommands().prints("0\t" + host.datadir() + "\n", "du");

    trash.free(host.datadir());
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> trash.stuck(host.datadir()).contains("deleted-1"));
    long available =
        new DatadirSpace(host.get(MySqlFacts.class), new PromisedRoom(commands), trash).available();

    assertThat(available).isCloseTo(free(), OTHERS);
    assertThat(commands.lines())
        .containsExactly(
            "du --summarize --block-size=1 --exclude=deleted-1 -- "
                + host.datadir()
                + "/.orchestrator-agent-trash");
  }

  @Test
  void measuresTheFreeSpaceAfterTheFoldersSoThatWhatIsFreedMeanwhileIsInIt() throws Exception {
    host.file(".orchestrator-agent-trash/deleted-1/ibdata1");
    Path blocks = host.datadir().resolve(".orchestrator-agent-trash/deleted-1/ibdata1");
    long size = 768L << 20;
    new ProcessRunner(false)
        .run(Command.of("fallocate", "-l", Long.toString(size), blocks.toString()));
    long before = free();
    ScriptedCommands scripted = new ScriptedCommands().prints("0\t" + host.datadir() + "\n", "du");
    assertThat(withDu(new Before(scripted, () -> delete(blocks))).available())
        .isCloseTo(before + size, OTHERS);
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void tellsNobodyWhatWasFoundBeforeAChange() throws Exception {
    host.file(".orchestrator-agent-trash/deleted-1/ibdata1");
    CountDownLatch looking = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    ScriptedCommands scripted = new ScriptedCommands().prints("0\t" + host.datadir() + "\n", "du");
    Runnable hangingAtFirst =
        () -> {
          if (looking.getCount() > 0) {
            looking.countDown();
            awaitQuietly(end);
          }
        };
    DatadirSpace space = withDu(new Before(scripted, hangingAtFirst));
    FutureTask<Long> before = new FutureTask<>(space::available);
    new Thread(before).start();
    looking.await();

    space.changed();

    assertThat(space.available()).isPositive();
    assertThat(before).isNotDone();
    end.countDown();
    assertThat(before.get(10, TimeUnit.SECONDS)).isPositive();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Something happens before each command. */
  private record Before(CommandRunner runner, Runnable first) implements CommandRunner {
    @Override
    public CommandResult run(Command command) throws InterruptedException {
      first.run();
      return runner.run(command);
    }

    @Override
    public CommandResult tryRun(Command command) throws InterruptedException {
      first.run();
      return runner.tryRun(command);
    }

    @Override
    public RunningCommand start(Command command) {
      first.run();
      return runner.start(command);
    }

    @Override
    public Optional<Path> find(String program) {
      return runner.find(program);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void takesOffWhatHasBecomeFreeSinceItCouldLastBeMeasured() throws Exception {
    host.file(".orchestrator-agent-trash/deleted-1/ibdata1");
    ScriptedCommands commands = new ScriptedCommands().prints("9000000000000\t/x\n", "du");
    AtomicReference<Runnable> busy = new AtomicReference<>(() -> {});
    DatadirSpace space = withDu(new Before(commands, () -> busy.get().run()));
    long unused = space.available();
    Files.delete(host.datadir().resolve(".orchestrator-agent-trash/deleted-1/ibdata1"));
    Files.delete(host.datadir().resolve(".orchestrator-agent-trash/deleted-1"));
    Files.delete(host.datadir().resolve(".orchestrator-agent-trash"));
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(space.available()).isCloseTo(free(), OTHERS));

    host.file(".orchestrator-agent-trash/deleted-2/ibdata1");
    AtomicInteger failures = new AtomicInteger();
    busy.set(
        () -> {
          failures.incrementAndGet();
          throw new AgentException(ErrorCode.TIMED_OUT, "du did not end");
        });
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              long again = space.available();
              return again >= 0 && failures.get() > 0;
            });

    assertThat(space.available()).isCloseTo(free(), OTHERS);
  }

  @Test
  void countsWhatIsKeptButNotTheData() throws Exception {
    host.file(".orchestrator-agent-kept/ibdata1").file("ibdata1");
    ScriptedCommands commands =
        new ScriptedCommands().prints("9000000000000\t" + host.datadir() + "\n", "du");

    long available = withDu(commands).available();

    assertThat(available).isCloseTo(free() + 9_000_000_000_000L, OTHERS);
    assertThat(commands.lines())
        .containsExactly(
            "du --summarize --block-size=1 -- " + host.datadir() + "/.orchestrator-agent-kept");
  }

  @Test
  void countsBlocksAndNotSizes() throws Exception {
    host.file(".orchestrator-agent-trash/deleted-1/ibdata1");
    Path sparse = host.datadir().resolve(".orchestrator-agent-trash/deleted-1/ibdata1");
    try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
      file.setLength(1L << 40);
    }

    assertThat(host.get(DatadirSpace.class).available()).isCloseTo(free(), OTHERS);
  }

  @Test
  void goesByTheFirstNumberThoughFilesVanishUnderDu() throws Exception {
    host.file(".orchestrator-agent-trash/deleted-1/ibdata1");
    ScriptedCommands commands =
        new ScriptedCommands()
            .answers(
                new CommandResult(1, "9000000000000\t/x\n", "du: cannot access", Duration.ZERO),
                "du");

    assertThat(withDu(commands).available()).isCloseTo(free() + 9_000_000_000_000L, OTHERS);
  }

  @Test
  void countsATrashThatCannotBeMeasuredAsNothing() throws Exception {
    host.file(".orchestrator-agent-trash/deleted-1/ibdata1");
    ScriptedCommands commands = new ScriptedCommands().fails(1, "du: cannot", "du");

    assertThat(withDu(commands).available()).isCloseTo(free(), OTHERS);
  }

  @Test
  void doesNotFollowATrashThatLeadsElsewhere() throws Exception {
    Files.createSymbolicLink(host.datadir().resolve(".orchestrator-agent-trash"), Path.of("/usr"));
    ScriptedCommands commands = new ScriptedCommands();

    assertThat(withDu(commands).available()).isCloseTo(free(), OTHERS);
    assertThat(commands.ran()).isEmpty();
  }

  @Test
  void saysWhyItCannotBeFoundOut() throws Exception {
    Files.delete(host.datadir());

    assertRefused(
        ErrorCode.IO_FAILED, "does it exist?", () -> host.get(DatadirSpace.class).available());
  }
}

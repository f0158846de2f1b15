package io.orchestrator.agent.host.datadir;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.mount.MountTable;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

  private DatadirSpace withDu(ScriptedCommands commands) {
    return new DatadirSpace(host.get(MySqlFacts.class), commands, host.get(DatadirTrash.class));
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
    DatadirTrash trash = new DatadirTrash(new MountTable(mountinfo));
    ScriptedCommands commands = new ScriptedCommands().prints("0\t" + host.datadir() + "\n", "du");

    trash.free(host.datadir());
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> trash.stuck(host.datadir()).contains("deleted-1"));
    long available = new DatadirSpace(host.get(MySqlFacts.class), commands, trash).available();

    assertThat(available).isCloseTo(free(), OTHERS);
    assertThat(commands.lines())
        .containsExactly(
            "du --summarize --block-size=1 --exclude=deleted-1 -- "
                + host.datadir()
                + "/.orchestrator-agent-trash");
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

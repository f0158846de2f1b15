package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.datadir.TreeComparison;
import io.orchestrator.agent.testkit.live.SmallDisk;
import io.orchestrator.agent.testkit.seed.FakeKeptDatadir;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk of 60 MB on which there is something already. */
@Tag("stream")
@RequiresRoot
@RequiresTool({"mount", "umount"})
class RoomIT {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;
  private SmallDisk disk;
  private StreamHosts hosts;
  private FakeKeptDatadir kept;

  @BeforeEach
  void setUp() throws Exception {
    disk = SmallDisk.at(folder.resolve("small"), "60m");
    hosts = new StreamHosts(folder).receivingInto(disk.path());
    kept =
        new FakeKeptDatadir(
            Files.createDirectories(disk.path().resolve(".orchestrator-agent-kept")));
  }

  @AfterEach
  void tearDown() throws Exception {
    hosts.close();
    disk.close();
  }

  private static void noise(Path folder, String name, int mebibytes) throws Exception {
    byte[] noise = new byte[mebibytes * MIB];
    new Random(1).nextBytes(noise);
    Files.write(folder.resolve(name), noise);
  }

  private void assertSame() throws Exception {
    assertThat(
            TreeComparison.exact()
                .ignoringTheAgentsOwn()
                .compare(hosts.source(), hosts.datadir())
                .found())
        .isEmpty();
  }

  @Test
  void keepsWhatASeedFitsBeside() throws Exception {
    noise(kept.folder(), "big", 20);
    noise(hosts.source(), "big", 30);
    hosts.keeping(kept).seed();
    assertSame();
    assertThat(kept.isDiscarded()).isFalse();
    assertThat(hosts.received().summary()).endsWith("of which 21.0 MB were there already");
  }

  @Test
  void givesUpWhatIsKeptWhereTheSeedNeedsItsRoom() throws Exception {
    noise(kept.folder(), "big", 40);
    noise(hosts.source(), "big", 30);
    hosts.keeping(kept).seed();
    assertSame();
    assertThat(kept.isDiscarded()).isTrue();
    assertThat(hosts.receiving().phases()).anyMatch(phase -> phase.startsWith("giving up what"));
    assertThat(hosts.received().summary()).doesNotContain("there already");
  }

  @Test
  void waitsForDeletedDataThatIsStillFreed() throws Exception {
    Path deleted = Files.createDirectories(disk.path().resolve(".orchestrator-agent-trash"));
    noise(deleted, "big", 50);
    noise(hosts.source(), "big", 30);
    AtomicInteger asked = new AtomicInteger();
    hosts
        .receiving()
        .answersForRoom(
            bytes -> {
              assertThat(bytes).isBetween(30L * MIB, 31L * MIB);
              return asked.incrementAndGet() > 2 && deleted.resolve("big").toFile().delete();
            });
    hosts.seed();
    assertSame();
    assertThat(asked.get()).isEqualTo(3);
  }

  @Test
  void leavesWhatIsKeptWhereTheSeedWouldNotFitEvenThen() throws Exception {
    noise(kept.folder(), "big", 40);
    noise(hosts.source(), "big", 70);
    hosts.keeping(kept).start();
    assertThatThrownBy(hosts::received)
        .hasFieldOrPropertyWithValue("code", ErrorCode.RESOURCES_EXHAUSTED)
        .hasMessageContaining("The seed needs 73.4 MB")
        .hasMessageContaining("even without what is kept of the data before (41.9 MB)");
    assertThat(kept.isDiscarded()).isFalse();
    assertThat(kept.folder().resolve("big")).hasSize(40L * MIB);
    assertThat(disk.path().toFile().list()).containsExactly(".orchestrator-agent-kept");
  }

  @Test
  void countsWhatEarlierReceivesOfTheSeedHaveLeft() throws Exception {
    Path earlier = Files.createDirectories(disk.path().resolve(".orchestrator-agent-earlier-1"));
    noise(earlier, "big", 40);
    noise(earlier, "middle", 1);
    noise(hosts.source(), "big", 50);
    noise(hosts.source(), "middle", 1);
    hosts.after(earlier).seed();
    assertSame();
    assertThat(hosts.received().summary()).endsWith("of which 43.0 MB were there already");
    assertThat(earlier).isEmptyDirectory();
  }
}

package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.live.SmallDisk;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Transports that leave one thing each behind on disk. */
@Tag("selftest")
class BrokenSeedFilesLeftTest {
  @Test
  void oneThatKeepsAFileOpenFails() throws Exception {
    assertThat(ContractRun.complaintOf(KeepsAFileOpen.class, "movesASingleFile", "sendsSnapshots"))
        .contains("still has open: close them");
    KeepsAFileOpen.kept.close();
  }

  static class KeepsAFileOpen extends BrokenSeedContract.Hasty {
    private static FileChannel kept;

    KeepsAFileOpen() {
      super(
          BrokenTransport.changingDatadir(
              datadir -> kept = FileChannel.open(datadir.resolve("ibdata1"))));
    }
  }

  @Test
  void oneThatWritesBesideTheDatadirFails() {
    assertThat(ContractRun.complaintOf(WritesBeside.class, "movesASingleFile", "sendsSnapshots"))
        .contains("a transport writes into the datadir");
  }

  static class WritesBeside extends BrokenSeedContract {
    WritesBeside() {
      super(
          BrokenTransport.changingDatadir(
              datadir -> Files.writeString(datadir.resolveSibling("seed.log"), "log")));
    }
  }

  @Test
  void oneThatSpoolsInItsWorkDirectoryFails() {
    assertThat(ContractRun.complaintOf(Spools.class, "movesASingleFile", "sendsSnapshots"))
        .contains("it is for small state");
  }

  static class Spools extends BrokenSeedContract {
    Spools() {
      super(
          BrokenTransport.changingDatadir(
              datadir ->
                  Files.write(
                      datadir.resolveSibling("work").resolve("spool"), new byte[2_000_000])));
    }
  }

  @Test
  @RequiresRoot
  void oneThatLeavesAMountFails() throws Exception {
    assertThat(ContractRun.complaintOf(LeavesAMount.class, "movesASingleFile", "sendsSnapshots"))
        .contains("unmount them whichever way it ends");
    LeavesAMount.disk.close();
    // The test's folder could not be removed while this was mounted in it.
    Path host = LeavesAMount.disk.path().getParent().getParent();
    FolderEntries.delete(host.getParent());
    Files.delete(host.getParent());
  }

  static class LeavesAMount extends BrokenSeedContract {
    private static SmallDisk disk;

    LeavesAMount() {
      super(
          BrokenTransport.changingDatadir(
              datadir -> disk = SmallDisk.at(datadir.resolve(".orchestrator-agent-mount"), "1m")));
    }
  }
}

package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.testkit.live.SmallDisk;
import io.orchestrator.agent.testkit.seed.FakeSeedTransport;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
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
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              TransferResult result = super.receive(request, transfer);
              try {
                kept = FileChannel.open(request.datadir().resolve("ibdata1"));
              } catch (IOException failed) {
                throw new UncheckedIOException(failed);
              }
              return result;
            }
          });
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
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              TransferResult result = super.receive(request, transfer);
              try {
                Files.writeString(request.datadir().resolveSibling("seed.log"), "log");
              } catch (IOException failed) {
                throw new UncheckedIOException(failed);
              }
              return result;
            }
          });
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
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              TransferResult result = super.receive(request, transfer);
              try {
                Files.write(
                    request.datadir().resolveSibling("work").resolve("spool"), new byte[2_000_000]);
              } catch (IOException failed) {
                throw new UncheckedIOException(failed);
              }
              return result;
            }
          });
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
    for (Path left :
        SpoilingTransport.entries(host.getParent()).stream()
            .sorted(Comparator.reverseOrder())
            .toList()) {
      Files.delete(left);
    }
    Files.delete(host.getParent());
  }

  static class LeavesAMount extends BrokenSeedContract {
    private static SmallDisk disk;

    LeavesAMount() {
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              TransferResult result = super.receive(request, transfer);
              try {
                disk = SmallDisk.at(request.datadir().resolve(".orchestrator-agent-mount"), "1m");
              } catch (IOException failed) {
                throw new UncheckedIOException(failed);
              }
              return result;
            }
          });
    }
  }
}

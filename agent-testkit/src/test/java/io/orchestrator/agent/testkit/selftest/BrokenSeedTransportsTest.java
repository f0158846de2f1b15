package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.api.wire.WireReceiver;
import io.orchestrator.agent.api.wire.WireSender;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.seed.FakeSeedTransport;
import io.orchestrator.agent.testkit.seed.SeedTransportContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Transports with one defect each, and tests of the contract that show it. */
@Tag("selftest")
class BrokenSeedTransportsTest {
  private static final TransferResult CLAIMED = new TransferResult(0, "claimed");

  /** The contract with a broken transport on both hosts. */
  abstract static class Contract extends SeedTransportContract {
    private final SeedTransport broken;

    Contract(SeedTransport broken) {
      this.broken = broken;
    }

    @Override
    protected SeedTransport transport(FakeAgentContext context) {
      return broken;
    }

    @Override
    protected Duration patience() {
      return Duration.ofSeconds(3);
    }

    @Override
    protected Duration connectLimit() {
      return Duration.ofMillis(200);
    }
  }

  @Test
  void oneThatTakesACutForTheEndFails() {
    assertThat(
            ContractRun.failuresOf(
                TakesACutForTheEnd.class,
                "failsToReceiveWhenTheSenderIsAborted",
                "failsOnBothSidesWhenTheConnectionIsCut",
                "doesNotTakeASilentVisitorForASeed",
                "failsToReceiveIfNobodyConnects"))
        .containsExactly(
            "doesNotTakeASilentVisitorForASeed",
            "failsOnBothSidesWhenTheConnectionIsCut",
            "failsToReceiveWhenTheSenderIsAborted");
  }

  static class TakesACutForTheEnd extends Contract {
    TakesACutForTheEnd() {
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              try {
                return super.receive(request, transfer);
              } catch (AgentException cut) {
                if (cut.code() == ErrorCode.CORRUPT_DATA) {
                  return CLAIMED;
                }
                throw cut;
              }
            }
          });
    }
  }

  @Test
  void oneThatSendsWithoutCaringForTheReceiverFails() {
    assertThat(
            ContractRun.failuresOf(
                SendsIntoTheVoid.class,
                "failsToSendWhenTheReceiverIsAborted",
                "failsToSendIfNobodyListens"))
        .containsExactly("failsToSendIfNobodyListens", "failsToSendWhenTheReceiverIsAborted");
  }

  static class SendsIntoTheVoid extends Contract {
    SendsIntoTheVoid() {
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult send(SendRequest request, Transfer transfer)
                throws InterruptedException {
              try {
                return super.send(request, transfer);
              } catch (AgentException swallowed) {
                return CLAIMED;
              }
            }
          });
    }
  }

  @Test
  void oneThatNeverSaysThatItListensFails() {
    assertThat(ContractRun.failuresOf(NeverListens.class, "movesASingleFile"))
        .containsExactly("movesASingleFile");
  }

  static class NeverListens extends Contract {
    NeverListens() {
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              return super.receive(request, new Muffled(transfer, true, false));
            }
          });
    }

    @Override
    protected Duration patience() {
      return Duration.ofSeconds(1);
    }
  }

  @Test
  void oneThatTellsNoProgressFails() {
    assertThat(
            ContractRun.failuresOf(
                TellsNoProgress.class, "tellsItsProgressWhileItReceives", "movesASingleFile"))
        .containsExactly("tellsItsProgressWhileItReceives");
  }

  static class TellsNoProgress extends Contract {
    TellsNoProgress() {
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              return super.receive(request, new Muffled(transfer, false, true));
            }
          });
    }

    @Override
    protected Duration patience() {
      return Duration.ofSeconds(3);
    }
  }

  @Test
  void oneThatLosesModesFails() {
    assertThat(
            ContractRun.failuresOf(
                LosesModes.class, "movesADataDirectory", "saysOnceThatItListens"))
        .containsExactly("movesADataDirectory");
  }

  static class LosesModes extends Contract {
    LosesModes() {
      super(
          afterReceiving(
              file ->
                  Files.setPosixFilePermissions(
                      file, PosixFilePermissions.fromString("rw-rw-rw-"))));
    }
  }

  @Test
  void oneThatLosesTimesFails() {
    assertThat(ContractRun.failuresOf(LosesTimes.class, "movesASingleFile"))
        .containsExactly("movesASingleFile");
  }

  static class LosesTimes extends Contract {
    LosesTimes() {
      super(afterReceiving(file -> Files.setLastModifiedTime(file, FileTime.fromMillis(0))));
    }
  }

  @Test
  void oneThatBreaksHardLinksFails() {
    assertThat(
            ContractRun.failuresOf(
                BreaksHardLinks.class, "movesADataDirectory", "movesASingleFile"))
        .containsExactly("movesADataDirectory");
  }

  static class BreaksHardLinks extends Contract {
    BreaksHardLinks() {
      super(
          afterReceiving(
              file -> {
                if ((Integer) Files.getAttribute(file, "unix:nlink") > 1) {
                  Path copy = file.resolveSibling("copy");
                  Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                  Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
                }
              }));
    }
  }

  @Test
  void oneThatFillsHolesFails() {
    assertThat(ContractRun.failuresOf(FillsHoles.class, "movesADataDirectory", "movesASingleFile"))
        .containsExactly("movesADataDirectory");
  }

  static class FillsHoles extends Contract {
    FillsHoles() {
      super(
          afterReceiving(
              file -> {
                FileTime modified = Files.getLastModifiedTime(file);
                Files.write(file, Files.readAllBytes(file));
                Files.setLastModifiedTime(file, modified);
              }));
    }
  }

  @Test
  void oneThatStartsProcessesBehindTheHostsBackFails() throws Exception {
    assertThat(ContractRun.failuresOf(StartsStrays.class, "movesASingleFile"))
        .containsExactly("movesASingleFile");
    StartsStrays.stray.destroyForcibly().waitFor();
  }

  static class StartsStrays extends Contract {
    private static Process stray;

    StartsStrays() {
      super(afterReceiving(file -> stray = new ProcessBuilder("sleep", "60").start()));
    }
  }

  @Test
  void oneThatKeepsItsPortFails() throws Exception {
    assertThat(ContractRun.failuresOf(KeepsItsPort.class, "movesASingleFile", "sendsSnapshots"))
        .containsExactly("movesASingleFile");
    KeepsItsPort.kept.close();
  }

  static class KeepsItsPort extends Contract {
    private static ServerSocket kept;

    KeepsItsPort() {
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              TransferResult result = super.receive(request, transfer);
              try {
                kept = new ServerSocket();
                kept.setReuseAddress(true);
                kept.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), request.port()));
              } catch (IOException failed) {
                throw new UncheckedIOException(failed);
              }
              return result;
            }
          });
    }
  }

  @Test
  void oneThatDoesNotFeelAnAbortFails() {
    assertThat(
            ContractRun.failuresOf(FeelsNoAbort.class, "stopsWaitingForTheSenderWhenItIsAborted"))
        .containsExactly("stopsWaitingForTheSenderWhenItIsAborted");
  }

  static class FeelsNoAbort extends Contract {
    FeelsNoAbort() {
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer) {
              transfer.listening();
              long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
              while (System.nanoTime() < end) {
                Thread.interrupted();
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
              }
              throw new AgentException(ErrorCode.TIMED_OUT, "waited for four seconds");
            }
          });
    }

    @Override
    protected Duration patience() {
      return Duration.ofSeconds(1);
    }
  }

  @Test
  void oneThatReturnsBeforeTheEndFails() {
    assertThat(ContractRun.failuresOf(ReturnsEarly.class, "movesASingleFile"))
        .containsExactly("movesASingleFile");
  }

  static class ReturnsEarly extends Contract {
    ReturnsEarly() {
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer) {
              transfer.listening();
              return CLAIMED;
            }
          });
    }

    @Override
    protected Duration patience() {
      return Duration.ofSeconds(1);
    }
  }

  @Test
  void oneThatChangesTheSourceFails() {
    assertThat(
            ContractRun.failuresOf(
                ChangesTheSource.class, "leavesTheSourceAsItWas", "movesASingleFile"))
        .containsExactly("leavesTheSourceAsItWas");
  }

  static class ChangesTheSource extends Contract {
    ChangesTheSource() {
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult send(SendRequest request, Transfer transfer)
                throws InterruptedException {
              try {
                Files.writeString(request.source().resolve("backup-my.cnf"), "left by a tool");
              } catch (IOException failed) {
                throw new UncheckedIOException(failed);
              }
              return super.send(request, transfer);
            }
          });
    }
  }

  private interface Spoiler {
    void spoil(Path file) throws IOException;
  }

  private static SeedTransport afterReceiving(Spoiler spoiler) {
    return new FakeSeedTransport() {
      @Override
      public TransferResult receive(ReceiveRequest request, Transfer transfer)
          throws InterruptedException {
        TransferResult result = super.receive(request, transfer);
        try (Stream<Path> files = Files.walk(request.datadir())) {
          for (Path file :
              files.filter(Files::isRegularFile).filter(f -> !Files.isSymbolicLink(f)).toList()) {
            spoiler.spoil(file);
          }
        } catch (IOException failed) {
          throw new UncheckedIOException(failed);
        }
        return result;
      }
    };
  }

  /** Passes on only a part of what the transport reports. */
  private record Muffled(Transfer to, boolean noListening, boolean noBytes) implements Transfer {
    @Override
    public CommandRunner commands() {
      return to.commands();
    }

    @Override
    public void listening() {
      if (!noListening) {
        to.listening();
      }
    }

    @Override
    public void transferred(long total) {
      if (!noBytes) {
        to.transferred(total);
      }
    }

    @Override
    public void phase(String phase) {
      to.phase(phase);
    }

    @Override
    public Optional<String> endReason() {
      return to.endReason();
    }

    @Override
    public WireSender wireSender() {
      return to.wireSender();
    }

    @Override
    public WireReceiver wireReceiver() {
      return to.wireReceiver();
    }
  }
}

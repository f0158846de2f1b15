package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.seed.FakeSeedTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Transports that touch or listen on one thing each that they must not. */
@Tag("selftest")
class BrokenSeedPlacesTest {
  @Test
  void oneThatChangesTheSourceFails() {
    assertThat(
            ContractRun.complaintOf(
                ChangesTheSource.class, "leavesTheSourceAsItWas", "movesASingleFile"))
        .contains("sending must not change it");
  }

  static class ChangesTheSource extends BrokenSeedContract {
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

  @Test
  void oneThatLetsAShellSeeItsFolderFails() {
    assertThat(
            ContractRun.complaintOf(
                RunsFoldersInAShell.class, "copesWithFoldersOfOddNames", "movesASingleFile"))
        .contains("send() must succeed here");
  }

  static class RunsFoldersInAShell extends BrokenSeedContract {
    RunsFoldersInAShell() {
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult send(SendRequest request, Transfer transfer)
                throws InterruptedException {
              if (!new ProcessRunner(false)
                  .tryRun(Command.shell("test -d " + request.source()))
                  .succeeded()) {
                throw new AgentException(ErrorCode.NOT_FOUND, "There is no source");
              }
              return super.send(request, transfer);
            }
          });
    }
  }

  @Test
  void oneThatClearsTheDatadirFirstFails() {
    assertThat(
            ContractRun.complaintOf(
                ClearsTheDatadir.class,
                "leavesTheHostsOwnFoldersInTheDatadirAlone",
                "movesASingleFile"))
        .contains("it is the host's");
  }

  static class ClearsTheDatadir extends BrokenSeedContract {
    ClearsTheDatadir() {
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              try {
                for (Path path :
                    SpoilingTransport.entries(request.datadir()).stream()
                        .sorted(Comparator.reverseOrder())
                        .toList()) {
                  Files.delete(path);
                }
              } catch (IOException failed) {
                throw new UncheckedIOException(failed);
              }
              return super.receive(request, transfer);
            }
          });
    }
  }

  @Test
  void oneThatTakesFilesFromTheKeptDataFails() {
    assertThat(
            ContractRun.complaintOf(
                TakesFromTheKept.class, "changesNothingOfTheDataThatWasKept", "movesASingleFile"))
        .contains("nothing in it may be changed");
  }

  static class TakesFromTheKept extends BrokenSeedContract {
    TakesFromTheKept() {
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              TransferResult result = super.receive(request, transfer);
              if (request.kept().isPresent()) {
                try {
                  Files.delete(request.kept().get().folder().resolve("mysql-bin.index"));
                } catch (IOException failed) {
                  throw new UncheckedIOException(failed);
                }
              }
              return result;
            }
          });
    }
  }

  @Test
  void oneThatListensEverywhereFails() {
    assertThat(
            ContractRun.complaintOf(
                ListensEverywhere.class, "listensOnNoOtherAddress", "movesASingleFile"))
        .contains("must not reach the receiver");
  }

  static class ListensEverywhere extends BrokenSeedContract {
    ListensEverywhere() {
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              return super.receive(
                  new ReceiveRequest(
                      request.seed(),
                      request.datadir(),
                      "",
                      request.port(),
                      request.connectLimit()),
                  transfer);
            }
          });
    }
  }

  @Test
  void oneThatListensOnOneAddressFails() {
    assertThat(
            ContractRun.complaintOf(
                ListensOnOneAddress.class,
                "listensOnAllAddressesWhereNoneIsGiven",
                "movesASingleFile"))
        .contains("listens on all addresses");
  }

  static class ListensOnOneAddress extends BrokenSeedContract {
    ListensOnOneAddress() {
      super(
          new FakeSeedTransport() {
            @Override
            public TransferResult receive(ReceiveRequest request, Transfer transfer)
                throws InterruptedException {
              return super.receive(
                  new ReceiveRequest(
                      request.seed(),
                      request.datadir(),
                      "127.0.0.1",
                      request.port(),
                      request.connectLimit()),
                  transfer);
            }
          });
    }
  }
}

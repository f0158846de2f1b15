package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.command.ProcessRunner;
import java.nio.file.Files;
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
          BrokenTransport.beforeSending(
              request ->
                  Files.writeString(request.source().resolve("backup-my.cnf"), "left by a tool")));
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
          BrokenTransport.beforeSending(
              request -> {
                if (!new ProcessRunner(false)
                    .tryRun(Command.shell("test -d " + request.source()))
                    .succeeded()) {
                  throw new AgentException(ErrorCode.NOT_FOUND, "There is no source");
                }
              }));
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
      super(BrokenTransport.beforeReceiving(request -> FolderEntries.delete(request.datadir())));
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
          BrokenTransport.afterReceiving(
              request -> {
                if (request.kept().isPresent()) {
                  Files.delete(request.kept().get().folder().resolve("mysql-bin.index"));
                }
              }));
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
      super(listeningOn(""));
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
      super(listeningOn("127.0.0.1"));
    }
  }

  /** Whatever is asked. */
  private static SeedTransport listeningOn(String address) {
    return BrokenTransport.askedToReceive(
        request ->
            new ReceiveRequest(
                request.seed(),
                request.datadir(),
                address,
                request.port(),
                request.connectLimit()));
  }
}

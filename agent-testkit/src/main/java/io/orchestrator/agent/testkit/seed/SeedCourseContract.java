package io.orchestrator.agent.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The part of {@link SeedTransportContract} that is about the course of seeds that succeed. */
abstract class SeedCourseContract extends SeedReportContract {
  static final String HOSTS_OWN = ".orchestrator-agent-trash";
  private static final String ANOTHER_ADDRESS = "127.0.0.2";

  /** How long {@code finish} may take: orchestrator waits no longer. */
  protected Duration finishLimit() {
    return Duration.ofSeconds(40);
  }

  @Test
  void leavesTheSourceAsItWas() throws Exception {
    folders().fill(SMALL);
    rig().seed();
    assertThat(folders().changesOfSource(SMALL))
        .as("changes of the source by a seed: sending must not change it")
        .isEmpty();
  }

  @Test
  void copesWithFoldersOfOddNames() throws Exception {
    SeedRig odd =
        new SeedRig(folder.resolve("it's; $(touch x) \"odd\""), this::transport, patience());
    odd.folders().fillWithOneFile();
    odd.seed();
    assertSame(odd);
    odd.requireNothingLeft();
  }

  @Test
  void leavesTheHostsOwnFoldersInTheDatadirAlone() throws Exception {
    Path own = ownFile();
    folders().fillWithOneFile();
    rig().seed();
    assertSame(rig());
    assertThat(own)
        .as("a file in the datadir's hidden folder %s, after a seed: it is the host's", HOSTS_OWN)
        .hasContent("kept");
  }

  final Path ownFile() throws Exception {
    Path own = Files.createDirectories(folders().datadir().resolve(HOSTS_OWN)).resolve("kept");
    return Files.writeString(own, "kept");
  }

  @Test
  void changesNothingOfTheDataThatWasKept() throws Exception {
    FakeKeptDatadir kept = folders().keep(SMALL);
    folders().fill(SMALL);
    TransferRun receive = rig().receiveWith(kept);
    rig().send().result(patience());
    receive.result(patience());
    assertSame(rig());
    if (!kept.isDiscarded()) {
      assertThat(folders().changesOfKept(SMALL))
          .as(
              "changes of the data that the target had before, ReceiveRequest.kept(): nothing in"
                  + " it may be changed, for a failed seed is undone with it")
          .isEmpty();
    }
  }

  @Test
  void waitsForAReceiverThatIsLate() throws Exception {
    folders().fillWithOneFile();
    TransferRun send = rig().send();
    assertThat(send.endsWithin(Duration.ofMillis(500)))
        .as("send() must try again until its connectLimit is over")
        .isFalse();
    TransferRun receive = rig().receive();
    assertThat(send.returns(patience()))
        .as("send() must try again until its connectLimit is over, and reach a late receiver")
        .isTrue();
    receive.result(patience());
    assertSame(rig());
  }

  @Test
  void seedsAgain() throws Exception {
    folders().fillWithOneFile();
    rig().seed();
    rig().assertPortIsFree();
    folders().emptyDatadir();
    rig().seed();
    assertSame(rig());
  }

  @Test
  void seedsAgainAfterAFailure() throws Exception {
    folders().fillWithOneFile();
    TransferRun receive = rig().receive();
    receive.abort();
    receive.failure("it was aborted", patience());
    folders().emptyDatadir();
    rig().seed();
    assertSame(rig());
  }

  @Test
  void finishesTwice() throws Exception {
    folders().fill(SMALL);
    rig().seed();
    for (int time = 1; time <= 2; time++) {
      long start = System.nanoTime();
      rig().finish();
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("how long finish() takes: what takes long belongs into receive()")
          .isLessThan(finishLimit());
    }
  }

  @Test
  void keepsTwoSeedsApart() throws Exception {
    SeedRig other = rig().beside(folder.resolve("beside"));
    TransferRun receive = rig().receive();
    Relay relay = rig().relay(MIDDLE);
    TransferRun send = sendToTheHold(relay);
    TransferRun otherReceive = other.receive();
    Relay otherRelay = other.relay(MIDDLE);
    TransferRun otherSend = sendToTheHold(other, otherRelay);
    send.abort();
    receive.abort();
    relay.release();
    send.failure("it was aborted while another seed went on", patience());
    receive.failure("it was aborted while another seed went on", patience());
    otherRelay.release();
    assertThat(otherSend.returns(patience()) && otherReceive.returns(patience()))
        .as(
            "did another seed of the same transports go on to its end when one was aborted? What"
                + " belongs to one call must not be in fields")
        .isTrue();
    assertSame(other);
    other.requireNothingLeft();
  }

  @Test
  void listensOnNoOtherAddress() throws Exception {
    assumeOwnSocket();
    TransferRun receive = rig().receive();
    assertThat(connectsTo(ANOTHER_ADDRESS))
        .as(
            "could %s be connected to, though ReceiveRequest.listenAddress() is 127.0.0.1? Who has"
                + " no business with seeds must not reach the receiver",
            ANOTHER_ADDRESS)
        .isFalse();
    receive.abort();
    receive.failure("it was aborted while it waited for the sender", patience());
  }

  private boolean connectsTo(String address) throws Exception {
    try (Socket visitor = new Socket(address, rig().port())) {
      return visitor.isConnected();
    } catch (ConnectException refused) {
      return false;
    }
  }

  @Test
  void listensOnAllAddressesWhereNoneIsGiven() throws Exception {
    assumeOwnSocket();
    folders().fillWithOneFile();
    TransferRun receive = rig().receiveAt("");
    TransferRun send = rig().sender(ANOTHER_ADDRESS, rig().port(), connectLimit()).start();
    assertThat(send.returns(connectLimit().plus(patience())))
        .as(
            "did a seed to %s succeed? Where ReceiveRequest.listenAddress() is empty, receive()"
                + " listens on all addresses",
            ANOTHER_ADDRESS)
        .isTrue();
    receive.result(patience());
    assertSame(rig());
  }

  private void assumeOwnSocket() {
    Assumptions.assumeFalse(rig().source().usesWire(), "the host listens for this transport");
    Assumptions.assumeTrue(supportsListenAddress(), "this transport can't choose its address");
  }
}

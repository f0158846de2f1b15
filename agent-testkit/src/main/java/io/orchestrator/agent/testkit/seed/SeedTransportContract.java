package io.orchestrator.agent.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.SeedTransport;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What {@link SeedTransport} promises of one that sends a mounted snapshot; a plugin's test extends
 * it. Source and target are both on this machine and seed through the loopback device; after each
 * test the port must be free and no process left.
 *
 * <p>Where a transport lacks an ability, its test returns false from the method that asks for it
 * and says why there.
 */
public abstract class SeedTransportContract extends SeedCourseContract {
  /** For subclasses. */
  protected SeedTransportContract() {}

  /**
   * Can its receiver tell a cut stream from a complete one? Without that half a seed passes for a
   * whole one, so false needs a very good reason.
   */
  protected boolean supportsCutDetection() {
    return true;
  }

  @Test
  void failsToReceiveWhenTheSenderIsAborted() throws Exception {
    assumeCutDetection();
    TransferRun receive = rig().receive();
    Relay relay = rig().relay(MIDDLE);
    TransferRun send = sendToTheHold(relay);
    send.abort();
    relay.release();
    send.failure("it was aborted in the middle", patience());
    receive.failure("the sender was aborted in the middle", patience());
  }

  @Test
  void failsOnBothSidesWhenTheConnectionIsCut() throws Exception {
    assumeCutDetection();
    TransferRun receive = rig().receive();
    Relay relay = rig().relay(MIDDLE);
    TransferRun send = sendToTheHold(relay);
    relay.close();
    receive.failure("the connection was cut in the middle", patience());
    send.failure("the connection was cut in the middle", patience());
  }

  @Test
  void failsToSendWhenTheReceiverIsAborted() throws Exception {
    TransferRun receive = rig().receive();
    Relay relay = rig().relay(MIDDLE);
    TransferRun send = sendToTheHold(relay);
    receive.abort();
    relay.release();
    receive.failure("it was aborted in the middle", patience());
    send.failure("the receiver was aborted in the middle", patience());
    rig().assertPortIsFree();
  }

  @Test
  void stopsWaitingForTheSenderWhenItIsAborted() throws Exception {
    TransferRun receive = rig().receive();
    receive.abort();
    receive.failure("it was aborted while it waited for the sender", patience());
    rig().assertPortIsFree();
  }

  @Test
  void stopsTryingToReachTheReceiverWhenItIsAborted() throws Exception {
    rig().fillSourceWithOneFile();
    TransferRun send = rig().send(rig().port(), patience().multipliedBy(4));
    send.endsWithin(Duration.ofMillis(200));
    send.abort();
    send.failure("it was aborted while it tried to reach the receiver", patience());
  }

  @Test
  void failsToReceiveIfNobodyConnects() throws Exception {
    TransferRun receive = rig().receiveUnheard(connectLimit());
    receive.failure(
        "no sender came within the connectLimit of " + connectLimit(),
        connectLimit().plus(patience()));
    rig().assertPortIsFree();
  }

  @Test
  void failsToSendIfNobodyListens() throws Exception {
    rig().fillSourceWithOneFile();
    Throwable failure =
        rig()
            .send(rig().port(), connectLimit())
            .failure(
                "nobody listened within the connectLimit of " + connectLimit(),
                connectLimit().plus(patience()));
    assertThat(failure)
        .as("the failure of send() if the target can't be reached: its code")
        .hasFieldOrPropertyWithValue("code", ErrorCode.PEER_FAILED);
  }

  @Test
  void failsToReceiveOnAPortThatIsTaken() throws Exception {
    try (ServerSocket other = new ServerSocket(rig().port(), 1, InetAddress.getLoopbackAddress())) {
      TransferRun receive = rig().receiveUnheard(connectLimit());
      receive.failure(
          "the port is taken by another program (" + other.getLocalPort() + ")",
          connectLimit().plus(patience()));
      assertThat(receive.transfer().timesListening())
          .as("calls of listening() of a receiver that does not: another program does")
          .isZero();
    }
  }

  @Test
  void doesNotTakeASilentVisitorForASeed() throws Exception {
    assumeCutDetection();
    TransferRun receive = rig().receive(connectLimit());
    connectAndSend(new byte[0]);
    receive.failure(
        "something connected, sent nothing and went away", connectLimit().plus(patience()));
  }

  @Test
  void doesNotTakeRubbishForASeed() throws Exception {
    TransferRun receive = rig().receive(connectLimit());
    connectAndSend("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    receive.failure(
        "something connected and sent what is no seed", connectLimit().plus(patience()));
  }

  private void assumeCutDetection() {
    Assumptions.assumeTrue(supportsCutDetection(), "this transport can't tell a cut stream");
  }

  private void connectAndSend(byte[] bytes) throws IOException {
    try (Socket visitor = new Socket(InetAddress.getLoopbackAddress(), rig().port());
        OutputStream out = visitor.getOutputStream()) {
      out.write(bytes);
    }
  }
}

package io.orchestrator.agent.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The part of {@link SeedTransportContract} that is about peers that are lost, and full disks. */
abstract class SeedLossContract extends SeedCourseContract {
  private static final int BLOCK = 256 * 1024;

  /** More than padding at the end of a stream, less than the last file. */
  private static final int LAST_PART = 100_000;

  private static final Duration A_MOMENT = Duration.ofMillis(50);

  @Test
  void failsOnBothSidesWhenTheConnectionIsCutAtItsStart() throws Exception {
    assumeCutDetection();
    TransferRun receive = rig().receive(patience());
    Relay relay = rig().relay(0);
    TransferRun send = sendToTheHold(relay);
    relay.close();
    String why = "the connection was cut before anything had come";
    // Both may take it for one that never came, and wait for another.
    receive.failure(why, patience().multipliedBy(2));
    requireLostReceiver(send, why, patience().multipliedBy(2));
  }

  @Test
  void failsOnBothSidesWhenTheConnectionIsCut() throws Exception {
    assumeCutDetection();
    TransferRun receive = rig().receive();
    Relay relay = rig().relay(MIDDLE);
    TransferRun send = sendToTheHold(relay);
    relay.close();
    String why = "the connection was cut in the middle";
    receive.failure(why, patience());
    requireLostReceiver(send, why, patience());
  }

  /** Requires that sending fails, and that it puts that down to the other side. */
  final void requireLostReceiver(TransferRun send, String why, Duration limit)
      throws InterruptedException {
    Throwable failure = send.failure(why, limit);
    if (supportsTellingALostReceiver()) {
      assertThat(failure)
          .as(
              "%s: the code of what send() throws. It is what tells an operator to look at the"
                  + " target and the network, not at this host",
              why)
          .hasFieldOrPropertyWithValue("code", ErrorCode.PEER_FAILED);
    }
  }

  @Test
  void failsToReceiveWhenTheConnectionIsCutWithinTheLastFile() throws Exception {
    assumeCutDetection();
    TransferRun receive = receiveWithoutTheLast(LAST_PART);
    receive.failure("the connection was cut within the last file", patience());
  }

  @Test
  void hasEverythingIfItReturnsThoughTheLastByteWasCut() throws Exception {
    assumeCutDetection();
    TransferRun receive = receiveWithoutTheLast(1);
    if (receive.returns(patience())) {
      assertSame(rig());
    } else {
      receive.failure("the last byte of the connection was cut", patience());
    }
  }

  /** Seeds once to count the sender's bytes, and once without the last of them. */
  private TransferRun receiveWithoutTheLast(int missing) throws Exception {
    Random random = new Random(missing);
    for (String file : new String[] {"ibdata1", "z1", "z2"}) {
      byte[] block = new byte[BLOCK];
      random.nextBytes(block);
      Files.write(folders().source().resolve(file), block);
    }
    Relay whole = rig().relay(Long.MAX_VALUE);
    TransferRun counted = rig().receive();
    rig().sender(whole.port(), patience()).start().result(patience());
    counted.result(patience());
    folders().emptyDatadir();
    TransferRun receive = rig().receive();
    Relay cut = rig().relay(whole.passed() - missing);
    rig().sender(cut.port(), patience()).start();
    Awaitility.await("the sender's last bytes, or the receiver's end")
        .atMost(patience())
        .until(() -> cut.awaitHold(A_MOMENT) || receive.endsWithin(Duration.ZERO));
    cut.close();
    return receive;
  }

  @Test
  @RequiresRoot
  void failsToReceiveWhenTheDiskIsFull() throws Exception {
    folders().receiveOntoDiskOf("6m");
    folders().fill(4 * SMALL);
    TransferRun receive = rig().receive();
    TransferRun send = rig().send();
    Throwable failure = receive.failure("the target's disk is full", patience());
    // A sender that has no answer from the receiver may have sent all of it.
    send.returns(patience());
    if (supportsTellingAFullDisk()) {
      assertThat(failure)
          .as(
              "the failure of receive() on a full disk: its code. It is what tells an operator to"
                  + " make room, not to look at the network")
          .hasFieldOrPropertyWithValue("code", ErrorCode.RESOURCES_EXHAUSTED);
    }
  }

  @Test
  void failsToReceiveIfNobodyConnects() throws Exception {
    TransferRun receive = rig().receiver(connectLimit()).start();
    receive.failure(
        "no sender came within the connectLimit of " + connectLimit(),
        connectLimit().plus(patience()));
    rig().assertPortIsFree();
  }

  @Test
  void failsToSendIfNobodyListens() throws Exception {
    folders().fillWithOneFile();
    Throwable failure =
        rig()
            .sender(rig().port(), connectLimit())
            .start()
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
      TransferRun receive = rig().receiver(connectLimit()).start();
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

  private void connectAndSend(byte[] bytes) throws IOException {
    try (Socket visitor = new Socket(InetAddress.getLoopbackAddress(), rig().port());
        OutputStream out = visitor.getOutputStream()) {
      out.write(bytes);
    } catch (ConnectException refused) {
      throw new AssertionError(
          "receive() has called listening(), and does not accept a connection: call it when the"
              + " port is open, not before",
          refused);
    }
  }
}

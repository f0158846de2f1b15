package io.orchestrator.agent.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.seed.SeedTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * What {@link SeedTransport} promises of one that sends a mounted snapshot; a plugin's test extends
 * it. Source and target are both on this machine and seed through the loopback device.
 *
 * <table>
 * <caption>What is asked</caption>
 * <tr><th>subject</th><th>tests</th></tr>
 * <tr><td>what is moved</td><td>owner, group, mode, time, links, holes, odd names; nothing but
 * empty files; an empty folder; 3,000 files; a sparse file of more than 4 GiB</td></tr>
 * <tr><td>what the host is told</td><td>listening() once, phases, progress, a summary; the same
 * content(), usesWire() and resumes() at each call</td></tr>
 * <tr><td>the course</td><td>a late receiver, a second seed, one after a failure, two at once,
 * finish() twice; the source, the kept data and the host's own folders stay as they are; it
 * listens where it is told to</td></tr>
 * <tr><td>losses</td><td>the connection is cut at the start, in the middle, within the last file,
 * before the last byte; nobody comes or listens; the port is taken; visitors; a full disk; the
 * sender blames a target that is gone, {@code PEER_FAILED}</td></tr>
 * <tr><td>going on</td><td>of one that {@link SeedTransport#resumes()}: a receive after one that was
 * ended in its middle; after others of half, longer, other and never written files, and of such
 * that the source does not have</td></tr>
 * <tr><td>aborts</td><td>in each phase that a seed shows, on each side; while it waits; an
 * interrupt before the call</td></tr>
 * <tr><td>after each test nothing is left</td><td>processes, the port, sockets, open files,
 * threads, mounts, files beside the datadir, more than small state in the work directory</td></tr>
 * </table>
 *
 * <p>Where a transport lacks an ability, its test returns false from the method that asks for it
 * and says why there. Of one whose {@code resumes()} is false nothing is asked about going on: the
 * host gives it no earlier data. The test of a full disk needs root, and is skipped without.
 */
public abstract class SeedTransportContract extends SeedResumeContract {
  /** For subclasses. */
  protected SeedTransportContract() {}

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
  void failsToSendWhenTheReceiverIsAborted() throws Exception {
    TransferRun receive = rig().receive();
    Relay relay = rig().relay(MIDDLE);
    TransferRun send = sendToTheHold(relay);
    receive.abort();
    relay.release();
    receive.failure("it was aborted in the middle", patience());
    requireLostReceiver(send, "the receiver was aborted in the middle", patience());
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
    folders().fillWithOneFile();
    TransferRun send = rig().sender(rig().port(), patience().multipliedBy(4)).start();
    send.endsWithin(Duration.ofMillis(200));
    send.abort();
    send.failure("it was aborted while it tried to reach the receiver", patience());
  }

  @Test
  void leavesTheDatadirToTheHostWhenItFails() throws Exception {
    Path own = ownFile();
    TransferRun receive = rig().receive();
    receive.abort();
    receive.failure("it was aborted while it waited for the sender", patience());
    assertThat(own)
        .as(
            "a file of the host's in the datadir after receive() has failed: the host removes what"
                + " was received, receive() removes nothing")
        .hasContent("kept");
  }

  @Test
  void doesNotBeginToReceiveOnAnInterruptedThread() throws Exception {
    TransferRun receive = rig().receiver(patience().multipliedBy(2)).interruptedBefore().start();
    requireInterrupt(receive);
    rig().assertPortIsFree();
  }

  @Test
  void doesNotBeginToSendOnAnInterruptedThread() throws Exception {
    folders().fillWithOneFile();
    TransferRun receive = rig().receive(connectLimit());
    requireInterrupt(
        rig().sender(rig().port(), patience().multipliedBy(2)).interruptedBefore().start());
    receive.failure("the sender was interrupted before it began", connectLimit().plus(patience()));
  }

  private void requireInterrupt(TransferRun run) throws InterruptedException {
    assertThat(
            run.failure(
                "its thread was interrupted before it was called (an interrupt means \"stop"
                    + " now\", also an early one)",
                patience()))
        .as("what is thrown on an interrupted thread; an abort is no failure of the transport")
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void canBeAbortedInEachPhaseOfReceiving() throws Exception {
    for (String phase : phasesOfASeed().get(0)) {
      folders().emptyDatadir();
      TransferRun receive = rig().receiver(connectLimit()).abortedIn(like(phase)).start();
      TransferRun send = rig().sender(rig().port(), connectLimit()).start();
      requireEnd(receive, "receive() was aborted in its phase \"" + phase + "\"");
      send.returns(connectLimit().plus(patience()));
      rig().assertPortIsFree();
      if (receive.returns(Duration.ZERO)) {
        assertSame(rig());
      }
    }
  }

  @Test
  void canBeAbortedInEachPhaseOfSending() throws Exception {
    for (String phase : phasesOfASeed().get(1)) {
      folders().emptyDatadir();
      TransferRun receive = rig().receive(connectLimit());
      TransferRun send = rig().sender(rig().port(), connectLimit()).abortedIn(like(phase)).start();
      requireEnd(send, "send() was aborted in its phase \"" + phase + "\"");
      if (receive.returns(connectLimit().plus(patience()))) {
        assertSame(rig());
      }
    }
  }

  private static Predicate<String> like(String kind) {
    return phase -> TransferRun.kind(phase).equals(kind);
  }

  private void requireEnd(TransferRun run, String why) throws InterruptedException {
    if (!run.endsWithin(patience())) {
      run.failure(why, Duration.ZERO);
    }
    if (!run.returns(Duration.ZERO)) {
      run.failure(why, Duration.ZERO);
    }
    assertThat(run.transfer().processes()).as(why + ": processes that are left").isEmpty();
  }

  /** Of receiving and of sending. */
  private List<Set<String>> phasesOfASeed() throws Exception {
    folders().fillWithOneFile();
    TransferRun receive = rig().receive();
    TransferRun send = rig().send();
    send.result(patience());
    receive.result(patience());
    return List.of(kinds(receive), kinds(send));
  }

  private static Set<String> kinds(TransferRun run) {
    Set<String> kinds = new TreeSet<>();
    run.transfer().phases().forEach(phase -> kinds.add(TransferRun.kind(phase)));
    return kinds;
  }
}

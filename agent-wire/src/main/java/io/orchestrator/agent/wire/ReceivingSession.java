package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.wire.BlockSink;
import io.orchestrator.agent.api.wire.WireReceiver;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A receiver's side of a seed's connection. The listener that it came from closes it. */
public final class ReceivingSession implements WireReceiver {
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Hello hello;
  private final String name = Secret.nonce();
  private final Duration peerLimit;
  private final SessionState state = new SessionState();
  private final SessionThreads threads = new SessionThreads();
  private final Heartbeat heartbeat;
  private final List<Handover> lanes;
  private final ControlLane control;

  ReceivingSession(WireSettings settings, Hello hello) {
    this.hello = hello;
    this.peerLimit = settings.peerLimit();
    this.heartbeat = new Heartbeat(settings.peerLimit(), threads.timer());
    this.lanes =
        IntStream.rangeClosed(0, hello.lanes())
            .mapToObj(lane -> new Handover(state, settings.reconnectLimit()))
            .toList();
    this.control = new ControlLane(state, lanes.get(0));
  }

  void start() {
    state.whenOver(heartbeat::closeAll);
    threads.start("seed-control", control);
  }

  /** What the sender knows it by. */
  String name() {
    return name;
  }

  int laneCount() {
    return lanes.size();
  }

  /** The sender has connected a lane. */
  void connected(int lane, Link link) {
    lanes.get(lane).give(heartbeat.watched(link));
  }

  /** What the sender said of itself. */
  public Hello hello() {
    return hello;
  }

  @Override
  public InputStream input() {
    return control.input();
  }

  @Override
  public OutputStream output() {
    return control.output();
  }

  @Override
  public void receiveBlocks(BlockSink sink) {
    AtomicInteger damages = new AtomicInteger();
    for (int lane = 1; lane < lanes.size(); lane++) {
      threads.start(
          "seed-data-" + lane,
          new DataLaneIn(lane, state, lanes.get(lane), new BlockReader(sink), damages));
    }
  }

  /**
   * Tells the sender that all is verified and on disk, and waits a little for it to hear.
   *
   * @param summary one line
   * @return whether it has heard
   */
  public boolean done(String summary) throws InterruptedException {
    control.say(FrameType.DONE, summary);
    boolean heard = control.awaitBye(peerLimit.toNanos());
    state.finish();
    return heard;
  }

  /** Ends it and tells the sender why. */
  public void fail(AgentException why) throws InterruptedException {
    control.sayFailure(why, LAST_WORDS);
    state.fail(why);
  }

  /** Why it has failed; empty if it has not. */
  public Optional<AgentException> failure() {
    return state.failure();
  }

  void close() {
    state.fail(new AgentException(ErrorCode.ABORTED, "The seed's connection was closed"));
    threads.close();
  }
}

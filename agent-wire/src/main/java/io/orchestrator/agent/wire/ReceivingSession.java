package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.wire.BlockSink;
import io.orchestrator.agent.api.wire.WireReceiver;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A receiver's side of a seed's connection. The listener that it came from closes it. */
public final class ReceivingSession implements WireReceiver {
  private static final Logger log = LoggerFactory.getLogger(ReceivingSession.class);

  private final Hello hello;
  private final Duration patience;
  private final SessionState state = new SessionState();
  private final Damages damages = new Damages(state);
  private final SessionThreads threads = new SessionThreads();
  private final Heartbeat heartbeat;
  private final List<Handover> lanes;
  private final ControlLane control;
  private volatile Optional<InetAddress> sender = Optional.empty();

  ReceivingSession(WireSettings settings, Hello hello) {
    this.hello = hello;
    this.patience = settings.peerLimit().plus(settings.reconnectLimit());
    this.heartbeat = new Heartbeat(settings.peerLimit(), threads);
    this.lanes =
        IntStream.rangeClosed(0, hello.lanes())
            .mapToObj(lane -> new Handover(state, settings.reconnectLimit()))
            .toList();
    this.control = new ControlLane(state, lanes.get(0), damages, FrameType.BYE);
  }

  void start() {
    state.whenOver(heartbeat::end);
    threads.start("seed-control", control);
  }

  /** What the sender knows it by. */
  String name() {
    return hello.session();
  }

  int laneCount() {
    return lanes.size();
  }

  /** The sender has connected a lane. */
  void connected(int lane, Link link, InetAddress from) {
    sender = Optional.of(from);
    lanes.get(lane).give(heartbeat.watched(link));
  }

  /** Where its connections come from; empty until one has been made. */
  public Optional<InetAddress> sender() {
    return sender;
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
    for (int lane = 1; lane < lanes.size(); lane++) {
      threads.start(
          "seed-data-" + lane,
          new DataLaneIn(state, lanes.get(lane), new BlockReader(sink), damages));
    }
  }

  /**
   * Tells the sender that all is verified and on disk, and waits until it has heard; as long as it
   * may take it to notice that a connection is lost and to make another one.
   *
   * @param summary one line
   * @return whether it has heard; false if it is gone, be it already while the last was brought to
   *     disk: then all has come that was needed
   * @throws AgentException if the session has failed before and the sender knows, or the sender
   *     says that it fails
   */
  public boolean done(String summary) throws InterruptedException {
    if (!state.requireGoingOrGone()) {
      return false;
    }
    control.farewell().say(new LastWords(FrameType.DONE, summary));
    try {
      return control.farewell().awaitTheirs(patience.toNanos()).isPresent();
    } catch (AgentException gone) {
      if (state.hasFailedThere()) {
        throw gone;
      }
      log.debug("The sender is gone", gone);
      return false;
    } finally {
      state.finish();
      control.awaitEnd();
    }
  }

  /** Ends it and tells the sender why, unless it is over already. */
  public void fail(AgentException why) {
    state.fail(why);
    control.awaitEnd();
  }

  /** Why it has failed; empty if it has not. */
  public Optional<AgentException> failure() {
    return state.failure();
  }

  /** Ends it; its port is closed already. */
  void close() {
    lanes.get(0).expectNoMore();
    state.fail(new AgentException(ErrorCode.ABORTED, "The seed's connection was closed"));
    control.awaitEnd();
    threads.close();
  }
}

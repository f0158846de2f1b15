package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.wire.BlockContent;
import io.orchestrator.agent.api.wire.WireSender;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A sender's side of a seed's connection. Its owner closes it. */
public final class SendingSession implements WireSender, AutoCloseable {
  private final WireSettings settings;
  private final SessionState state;
  private final SessionThreads threads;
  private final Heartbeat heartbeat;
  private final Dialer dialer;
  private final ControlLane control;
  private final Outbox outbox;
  private final Damages damages;
  private volatile UnaryOperator<AgentException> explained = failure -> failure;

  private SendingSession(
      WireSettings settings,
      SessionState state,
      SessionThreads threads,
      Dialer dialer,
      Hello hello,
      WireIo first) {
    this.settings = settings;
    this.state = state;
    this.threads = threads;
    this.dialer = dialer;
    this.heartbeat = new Heartbeat(settings.peerLimit(), threads);
    this.damages = new Damages(state);
    this.outbox = new Outbox(state);
    this.control =
        new ControlLane(
            state,
            new DialedLinks(dialer, hello, settings, heartbeat).beginningWith(first),
            damages,
            FrameType.DONE);
  }

  /**
   * Connects to a receiver.
   *
   * @param rate how fast it may send; may be changed later
   * @param limit how long to try
   * @throws AgentException {@code PEER_FAILED} if the target can't be reached; else the code with
   *     which it, or this side, refused
   */
  public static SendingSession connect(
      WireSettings settings,
      RateLimit rate,
      String host,
      int port,
      long seed,
      String transport,
      Duration limit)
      throws InterruptedException {
    SessionState state = new SessionState();
    SessionThreads threads = new SessionThreads();
    boolean connected = false;
    try {
      Dialer dialer =
          new Dialer(host, port, new Greeting(settings), state, new Deadlines(threads.timer()));
      Hello first =
          new Hello(
              Greeting.VERSION,
              seed,
              transport,
              settings.agentVersion(),
              Secret.nonce(),
              true,
              0,
              settings.lanes());
      Greeting.Agreed agreed = dialer.dial(first, limit);
      Hello later = first.again();
      SendingSession session =
          new SendingSession(settings, state, threads, dialer, later, agreed.io());
      session.start(later, rate);
      connected = true;
      return session;
    } finally {
      if (!connected) {
        threads.close();
      }
    }
  }

  private void start(Hello hello, RateLimit rate) {
    state.whenOver(heartbeat::end);
    threads.start("seed-control", control);
    for (int lane = 1; lane <= settings.lanes(); lane++) {
      BlockWriter writer = new BlockWriter(rate, new Compressor(settings.compression()));
      LinkSource links = new DialedLinks(dialer, hello.on(lane), settings, heartbeat);
      threads.start(
          "seed-data-" + lane,
          new DataLaneOut(lane, state, outbox, links, writer, damages, e -> explained.apply(e)));
    }
  }

  /**
   * Who uses this may know why data could not be read, before the receiver is told.
   *
   * @param better the failure as it is to be told; called on one of the session's threads
   */
  public void explainedBy(UnaryOperator<AgentException> better) {
    explained = better;
  }

  @Override
  public OutputStream output() {
    return control.output();
  }

  @Override
  public InputStream input() {
    return control.input();
  }

  @Override
  public void sendFile(long id, long position, int length, Path file) throws InterruptedException {
    outbox.put(new OutBlock.FilePart(id, position, checked(length), file));
  }

  @Override
  public void sendBytes(long id, long position, ByteBuffer bytes) throws InterruptedException {
    int unused = checked(bytes.remaining());
    outbox.put(new OutBlock.Bytes(id, position, bytes));
  }

  @Override
  public void sendContent(long id, long position, int length, BlockContent content)
      throws InterruptedException {
    outbox.put(new OutBlock.Made(id, position, checked(length), content));
  }

  private static int checked(int length) {
    if (length < 1 || length > MAX_BLOCK) {
      throw new AgentException(
          ErrorCode.INTERNAL, "A block has 1 to " + MAX_BLOCK + " bytes, not " + length);
    }
    return length;
  }

  @Override
  public void awaitDelivered() throws InterruptedException {
    outbox.awaitEmpty();
  }

  /**
   * Waits until the receiver says that all is verified and on its disk.
   *
   * @return what it says of it
   * @throws AgentException if the receiver fails or is lost
   */
  public String awaitDone() throws InterruptedException {
    outbox.awaitEmpty();
    Optional<LastWords> done = control.farewell().awaitTheirs(Long.MAX_VALUE);
    dialer.part(); // before the receiver can end the connections
    control.farewell().say(new LastWords(FrameType.BYE, ""));
    state.finish();
    control.awaitEnd();
    return done.orElseThrow().summary();
  }

  /** Ends it and tells the receiver why, unless it is over already. */
  public void fail(AgentException why) {
    state.fail(why);
    control.awaitEnd();
  }

  /** Why it has failed; empty if it has not. */
  public Optional<AgentException> failure() {
    return state.failure();
  }

  @Override
  public void close() {
    state.fail(new AgentException(ErrorCode.ABORTED, "The seed's connection was closed"));
    control.awaitEnd();
    threads.close();
  }
}

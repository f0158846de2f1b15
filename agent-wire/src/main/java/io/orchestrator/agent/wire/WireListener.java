package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for the sender of one seed and its later connections, and for nobody else. Its owner
 * closes it, which ends the session too.
 */
public final class WireListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WireListener.class);
  private static final int BACKLOG = 512;
  private static final int MOST_FAILURES = 60;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** A crowd must not fill the disk with what is said of it. */
  private static final int MOST_LOGGED = 20;

  private final ServerSocketChannel server;
  private final WireSettings settings;
  private final long seed;
  private final SenderCheck check;
  private final SessionThreads threads = new SessionThreads();
  private final Visitors visitors;
  private final Object sessionChange = new Object();
  private @Nullable ReceivingSession session;
  private @Nullable AgentException refusal;
  private @Nullable AgentException unfit;
  private String lastVisitor = "";
  private int turnedAway;
  private boolean closed;

  /** Looks at a sender that has proved the secret and has the right seed. */
  public interface SenderCheck {
    /**
     * Why it can't be received from.
     *
     * @return a sentence without a trailing period that both sides get to see; empty if it can
     */
    Optional<String> refusal(Hello hello);
  }

  private WireListener(
      ServerSocketChannel server, WireSettings settings, long seed, SenderCheck check) {
    this.server = server;
    this.settings = settings;
    this.seed = seed;
    this.check = check;
    this.visitors =
        new Visitors(new Greeting(settings), new Deadlines(threads.timer()), this::admit);
  }

  /**
   * Listens from now on.
   *
   * @param address without a host: on all addresses
   * @param seed the only one that is received
   * @throws AgentException {@code IO_FAILED} if the address is taken
   */
  public static WireListener open(
      InetSocketAddress address, WireSettings settings, long seed, SenderCheck check) {
    try {
      ServerSocketChannel server = ServerSocketChannel.open();
      boolean bound = false;
      try {
        server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        server.bind(address, BACKLOG);
        bound = true;
      } finally {
        if (!bound) {
          server.close();
        }
      }
      WireListener listener = new WireListener(server, settings, seed, check);
      listener.threads.start("seed-listener", listener::listen);
      return listener;
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not listen for a seed on "
              + address
              + ": "
              + e.getMessage()
              + "; see who does: ss -ltnp",
          e);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.socket().getLocalPort();
  }

  private void listen() {
    try {
      while (server.isOpen()) {
        SocketChannel socket = accept();
        try {
          greet(socket);
        } catch (IOException e) {
          log.debug("A connection was lost at once", e);
          socket.close();
        }
      }
    } catch (ClosedChannelException | InterruptedException over) {
      log.debug("No longer listening for seed {}", seed);
    } catch (IOException | RuntimeException | Error e) {
      refuseAll(new AgentException(ErrorCode.IO_FAILED, "Listening for a seed failed: " + e, e));
    }
  }

  /** The system may be short of something, such as files, for a while: a seed survives that. */
  private SocketChannel accept() throws IOException, InterruptedException {
    for (int failures = 0; ; failures++) {
      try {
        return server.accept();
      } catch (ClosedChannelException e) {
        throw e;
      } catch (IOException e) {
        if (failures >= MOST_FAILURES) {
          throw e;
        }
        log.warn("Accepting a connection of a seed failed: {}", e.toString());
        synchronized (sessionChange) {
          sessionChange.wait(PAUSE.toMillis());
        }
      }
    }
  }

  private void greet(SocketChannel socket) throws IOException, InterruptedException {
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    InetSocketAddress from = (InetSocketAddress) socket.getRemoteAddress();
    if (isAllowed(from)) {
      visitors.greet(socket, from.getAddress(), outcome(from));
    } else {
      String reason = "it is in none of SeedAllowedNetworks";
      turnedAway(from + ": " + reason);
      Visitors.turnAway(socket, "this host's address: " + reason);
    }
  }

  private Visitors.Outcome outcome(InetSocketAddress from) {
    return new Visitors.Outcome() {
      @Override
      public void welcome(Greeting.Agreed agreed) {
        connected(agreed, from);
      }

      @Override
      public void turnedAway(String reason) {
        WireListener.this.turnedAway(from + ": " + reason);
      }
    };
  }

  private boolean isAllowed(InetSocketAddress from) {
    return settings.allowed().isEmpty()
        || settings.allowed().stream().anyMatch(network -> network.contains(from.getAddress()));
  }

  /** Decides about a sender; see {@link Greeting.Admission}. */
  private void admit(Hello hello) throws RefusedException {
    synchronized (sessionChange) {
      if (closed) {
        throw new RefusedException(ErrorCode.CONFLICT, "the receiver is about to stop");
      }
      if (hello.seed() != seed) {
        throw new RefusedException(
            ErrorCode.CONFLICT, "it waits for seed " + seed + ", not for seed " + hello.seed());
      }
      if (session == null && hello.first()) {
        begin(hello);
      } else if (session == null || !Secret.same(session.name(), hello.session())) {
        throw hello.first()
            ? new RefusedException(ErrorCode.CONFLICT, "a sender is connected already")
            : new RefusedException(
                ErrorCode.PEER_RESTARTED,
                "it does not know this session: the receiver was started anew");
      } else if (hello.lane() >= session.laneCount()) {
        throw new RefusedException(ErrorCode.INVALID_ARGUMENT, "there is no such lane");
      }
    }
  }

  private void begin(Hello hello) throws RefusedException {
    Optional<String> reason = refusal(hello);
    if (reason.isPresent()) {
      unfit = new AgentException(ErrorCode.PEER_FAILED, "Refused the sender: " + reason.get());
      throw new RefusedException(ErrorCode.UNSUPPORTED, reason.get());
    }
    session = new ReceivingSession(settings, hello);
    session.start();
  }

  /** A check that breaks must not let anybody in, nor leave the sender without a reason. */
  private Optional<String> refusal(Hello hello) {
    try {
      return check.refusal(hello);
    } catch (RuntimeException broken) {
      return Optional.of("the sender could not be checked: " + broken.getMessage());
    }
  }

  private void refuseAll(AgentException why) {
    synchronized (sessionChange) {
      refusal = why;
      sessionChange.notifyAll();
    }
  }

  private void turnedAway(String visitor) {
    synchronized (sessionChange) {
      lastVisitor = visitor;
      if (unfit != null) {
        // Not before the sender has been told: the end closes its connection.
        refuseAll(unfit);
      }
      turnedAway++;
      if (closed || turnedAway > MOST_LOGGED) {
        log.debug("Turned away {}", visitor);
      } else {
        log.warn(
            "Turned away {}{}", visitor, turnedAway == MOST_LOGGED ? "; no more are told" : "");
      }
    }
  }

  private void connected(Greeting.Agreed agreed, InetSocketAddress from) {
    synchronized (sessionChange) {
      if (session == null) {
        agreed.io().close();
        return;
      }
      int lane = agreed.hello().lane();
      session.connected(lane, new Link(agreed.io(), from.toString(), lane));
      sessionChange.notifyAll();
    }
  }

  /**
   * Waits for the sender.
   *
   * @throws AgentException {@code PEER_FAILED} if none comes in time, or the one that came was
   *     refused
   */
  public ReceivingSession awaitSender(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (sessionChange) {
      while (session == null) {
        if (refusal != null) {
          throw refusal;
        }
        if (closed) {
          throw new AgentException(ErrorCode.ABORTED, "The seed's port was closed");
        }
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left <= 0) {
          throw nobody(limit);
        }
        sessionChange.wait(left);
      }
      return session;
    }
  }

  private AgentException nobody(Duration limit) {
    return new AgentException(
        ErrorCode.PEER_FAILED,
        "No sender came within "
            + limit.toSeconds()
            + " s"
            + (lastVisitor.isEmpty() ? "" : "; turned away was " + lastVisitor)
            + ". Look at the agent of the source");
  }

  /** Closes the port and everything that came through it. */
  @Override
  public void close() {
    ReceivingSession ending;
    synchronized (sessionChange) {
      closed = true;
      ending = session;
      sessionChange.notifyAll();
    }
    try {
      server.close();
    } catch (IOException e) {
      log.debug("Closing the port failed", e);
    }
    visitors.close();
    if (ending != null) {
      ending.close();
    }
    threads.close();
  }
}

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
  private static final int BACKLOG = 64;

  private final ServerSocketChannel server;
  private final WireSettings settings;
  private final long seed;
  private final SenderCheck check;
  private final SessionThreads threads = new SessionThreads();
  private final Visitors visitors;
  private final Object sessionChange = new Object();
  private @Nullable ReceivingSession session;
  private @Nullable AgentException refusal;
  private String lastVisitor = "";
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
      while (true) {
        SocketChannel socket = server.accept();
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        InetSocketAddress from = (InetSocketAddress) socket.getRemoteAddress();
        if (isAllowed(from)) {
          visitors.greet(socket, outcome(from));
        } else {
          socket.close();
          turnedAway(from + ": it is in none of SeedAllowedNetworks");
        }
      }
    } catch (ClosedChannelException over) {
      log.debug("No longer listening for seed {}", seed);
    } catch (IOException e) {
      refuseAll(new AgentException(ErrorCode.IO_FAILED, "Listening for a seed failed: " + e, e));
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
  private String admit(Hello hello) throws RefusedException {
    synchronized (sessionChange) {
      if (closed) {
        throw new RefusedException(ErrorCode.CONFLICT, "the receiver is about to stop");
      }
      if (hello.seed() != seed) {
        throw new RefusedException(
            ErrorCode.CONFLICT, "it waits for seed " + seed + ", not for seed " + hello.seed());
      }
      if (hello.isNew()) {
        return admitNew(hello);
      }
      if (session == null || !session.name().equals(hello.session())) {
        throw new RefusedException(ErrorCode.NOT_FOUND, "it does not know this connection's seed");
      }
      if (hello.lane() >= session.laneCount()) {
        throw new RefusedException(ErrorCode.INVALID_ARGUMENT, "there is no such lane");
      }
      return session.name();
    }
  }

  private String admitNew(Hello hello) throws RefusedException {
    if (session != null) {
      throw new RefusedException(ErrorCode.CONFLICT, "a sender is connected already");
    }
    Optional<String> reason = check.refusal(hello);
    if (reason.isPresent()) {
      refuseAll(new AgentException(ErrorCode.PEER_FAILED, "Refused the sender: " + reason.get()));
      throw new RefusedException(ErrorCode.UNSUPPORTED, reason.get());
    }
    session = new ReceivingSession(settings, hello);
    session.start();
    return session.name();
  }

  private void refuseAll(AgentException why) {
    synchronized (sessionChange) {
      refusal = why;
      sessionChange.notifyAll();
    }
  }

  private void turnedAway(String visitor) {
    log.warn("Turned away {}", visitor);
    synchronized (sessionChange) {
      lastVisitor = visitor;
    }
  }

  private void connected(Greeting.Agreed agreed, InetSocketAddress from) {
    synchronized (sessionChange) {
      if (session == null || !session.name().equals(agreed.session())) {
        agreed.io().close();
        return;
      }
      session.connected(agreed.hello().lane(), new Link(agreed.io(), from.toString()));
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

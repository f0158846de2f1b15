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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

  private final ServerSocketChannel server;
  private final WireSettings settings;
  private final long seed;
  private final SessionThreads threads = new SessionThreads();
  private final Reception reception;
  private final Visitors visitors;
  private final CountDownLatch closed = new CountDownLatch(1);

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
    this.reception = new Reception(settings, seed, check);
    this.visitors = new Visitors(new Greeting(settings), new Deadlines(threads.timer()), reception);
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
      reception.refuseAll(
          new AgentException(ErrorCode.IO_FAILED, "Listening for a seed failed: " + e, e));
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
        boolean unused = closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
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
      reception.turnedAway(from + ": " + reason);
      Visitors.turnAway(socket, "this host's address: " + reason);
    }
  }

  private Visitors.Outcome outcome(InetSocketAddress from) {
    return new Visitors.Outcome() {
      @Override
      public void welcome(Greeting.Agreed agreed) {
        reception.connected(agreed, from);
      }

      @Override
      public void turnedAway(String reason) {
        reception.turnedAway(from + ": " + reason);
      }
    };
  }

  private boolean isAllowed(InetSocketAddress from) {
    return settings.allowed().isEmpty()
        || settings.allowed().stream().anyMatch(network -> network.contains(from.getAddress()));
  }

  /**
   * Waits for the sender.
   *
   * @throws AgentException {@code PEER_FAILED} if none comes in time, or the one that came was
   *     refused
   */
  public ReceivingSession awaitSender(Duration limit) throws InterruptedException {
    return reception.awaitSender(limit);
  }

  /** Closes the port and everything that came through it. */
  @Override
  public void close() {
    Optional<ReceivingSession> session = reception.close();
    closed.countDown();
    try {
      server.close();
    } catch (IOException e) {
      log.debug("Closing the port failed", e);
    }
    visitors.close();
    session.ifPresent(ReceivingSession::close);
    threads.close();
  }
}

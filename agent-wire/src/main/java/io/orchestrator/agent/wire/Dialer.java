package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;

/** Connects a sender to its target, trying again and again. */
final class Dialer {
  private static final Duration ONE_TRY = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final String host;
  private final int port;
  private final Greeting greeting;
  private final SessionState state;
  private final Deadlines deadlines;
  private volatile boolean parting;

  Dialer(String host, int port, Greeting greeting, SessionState state, Deadlines deadlines) {
    this.host = host;
    this.port = port;
    this.greeting = greeting;
    this.state = state;
    this.deadlines = deadlines;
  }

  String target() {
    return host + ":" + port;
  }

  /** All is said but the farewell: from now on it is no news that a connection ends. */
  void part() {
    parting = true;
  }

  boolean isParting() {
    return parting;
  }

  /**
   * A connection that the receiver has welcomed.
   *
   * @param limit how long to try; a refusal ends it at once
   * @throws AgentException the refusal's code, or {@code PEER_FAILED} if the target can't be
   *     reached
   */
  Greeting.Agreed dial(Hello hello, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    FailedTries failed = new FailedTries();
    for (Duration pause = Duration.ofMillis(50); ; pause = longer(pause)) {
      try {
        Optional<Greeting.Agreed> agreed = once(hello, end, failed);
        if (agreed.isPresent()) {
          return agreed.get();
        }
      } catch (RefusedException refused) {
        throw new AgentException(
            refused.code(), target() + " refused the seed: " + refused.reason(), refused);
      } catch (SSLHandshakeException e) {
        throw new AgentException(
            ErrorCode.UNAUTHORIZED,
            "The TLS handshake with " + target() + " failed: " + TlsFailure.describe(e),
            e);
      }
      if (System.nanoTime() + pause.toNanos() > end) {
        throw tooLate(limit, failed);
      }
      await(pause);
    }
  }

  private AgentException tooLate(Duration limit, FailedTries failed) {
    return new AgentException(
        ErrorCode.PEER_FAILED,
        "Could not connect to "
            + target()
            + " within "
            + limit.toMillis() / 1000.0
            + " s: "
            + failed.reason()
            + ". Does its agent receive by the seed connection (SeedTransport), and does a"
            + " firewall let this host through to SeedPort?",
        failed.cause());
  }

  private static Duration longer(Duration pause) {
    Duration next = pause.multipliedBy(2);
    return next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
  }

  /** Waits as long as the session goes on. */
  void await(Duration pause) throws InterruptedException {
    state.lock.lockInterruptibly();
    try {
      long left = pause.toNanos();
      while (left > 0) {
        state.requireGoing();
        left = state.changed.awaitNanos(left);
      }
    } finally {
      state.lock.unlock();
    }
  }

  /** Tries each of the host's addresses; empty if none is to be had for now. */
  private Optional<Greeting.Agreed> once(Hello hello, long end, FailedTries failed)
      throws RefusedException, SSLHandshakeException {
    for (InetAddress address : addresses(failed)) {
      try {
        return Optional.of(connect(new InetSocketAddress(address, port), hello, end));
      } catch (RefusedException | SSLHandshakeException known) {
        throw known;
      } catch (IOException e) {
        failed.add(e);
      }
    }
    return Optional.empty();
  }

  private List<InetAddress> addresses(FailedTries failed) {
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      failed.add(e);
      return List.of();
    }
  }

  private Greeting.Agreed connect(InetSocketAddress address, Hello hello, long end)
      throws IOException {
    Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    SocketChannel socket = SocketChannel.open();
    Deadlines.Deadline limit =
        deadlines.closeAfter(socket, left.compareTo(ONE_TRY) < 0 ? left : ONE_TRY);
    SessionState.AtEnd atEnd = state.whenOver(limit::expire);
    boolean agreed = false;
    try {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      socket.connect(address);
      Greeting.Agreed agreement = greeting.asSender(socket, host, hello);
      limit.requireTime();
      agreed = true;
      return agreement;
    } catch (ClosedChannelException e) {
      limit.requireTime();
      throw e;
    } finally {
      atEnd.close();
      limit.close();
      if (!agreed) {
        socket.close();
      }
    }
  }
}

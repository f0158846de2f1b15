package io.orchestrator.agent.netcat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.api.seed.SendRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Gets a netcat connected to the receiver, which may not be there yet. */
final class Connector {
  /** Long enough for three SYNs, short enough to come to the host's next address. */
  private static final long ONE_TRY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long PAUSE_MILLIS = 300;
  private static final long FIRST_LOOK_MILLIS = 10;
  private static final long LAST_LOOK_MILLIS = 250;

  private final Netcat netcat;
  private final TcpSockets sockets;
  private final CommandRunner commands;
  private final SendRequest request;
  private String failure = "its name is not known";

  Connector(Netcat netcat, TcpSockets sockets, CommandRunner commands, SendRequest request) {
    this.netcat = netcat;
    this.sockets = sockets;
    this.commands = commands;
    this.request = request;
  }

  /**
   * Tries all addresses of the target until one answers.
   *
   * @return a connected netcat, for the caller to close
   * @throws AgentException {@code PEER_FAILED} if none does within the request's limit
   */
  RunningCommand connect() throws InterruptedException {
    long deadline = System.nanoTime() + request.connectLimit().toNanos();
    do {
      for (InetAddress address : addresses()) {
        Optional<RunningCommand> connected = tryOnce(address, deadline);
        if (connected.isPresent()) {
          return connected.get();
        }
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } while (System.nanoTime() < deadline);
    throw new AgentException(
        ErrorCode.PEER_FAILED,
        "Could not reach "
            + request.targetHost()
            + " on port "
            + request.port()
            + " within "
            + seconds(request.connectLimit())
            + " ("
            + failure
            + "). Does the receiver run, with netcat as its SeedTransport, and do firewalls let it"
            + " through?");
  }

  private List<InetAddress> addresses() {
    List<InetAddress> all = Addresses.of(request.targetHost());
    List<InetAddress> usable = all.stream().filter(netcat.variant()::reaches).toList();
    if (usable.isEmpty() && !all.isEmpty()) {
      failure = "it has IPv6 addresses only, and " + netcat + " knows no IPv6";
    }
    return usable;
  }

  private Optional<RunningCommand> tryOnce(InetAddress address, long deadline)
      throws InterruptedException {
    long until = Math.min(deadline, System.nanoTime() + ONE_TRY_NANOS);
    RunningCommand running = commands.start(netcat.connect(address, request.port()));
    boolean connected = false;
    try {
      long pause = FIRST_LOOK_MILLIS;
      while (!connected && running.isAlive() && System.nanoTime() < until) {
        TimeUnit.MILLISECONDS.sleep(pause);
        pause = Math.min(2 * pause, LAST_LOOK_MILLIS);
        connected = sockets.connected(running.pid(), request.port());
      }
      if (!connected) {
        failure =
            running.isAlive()
                ? address.getHostAddress() + " does not answer"
                : netcat + " ended with " + Pipe.describe(running.waitFor());
      }
    } finally {
      if (!connected) {
        running.close();
      }
    }
    return connected ? Optional.of(running) : Optional.empty();
  }

  private static String seconds(Duration limit) {
    return limit.toSeconds() + " s";
  }
}

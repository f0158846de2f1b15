package io.orchestrator.agent.netcat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.Transfer;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A netcat that listens, until the sender's first byte. */
final class Listener {
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long LOOK_MILLIS = 20;

  private final Netcat netcat;
  private final TcpSockets sockets;
  private final ReceiveRequest request;
  private final Transfer transfer;

  Listener(Netcat netcat, TcpSockets sockets, ReceiveRequest request, Transfer transfer) {
    this.netcat = netcat;
    this.sockets = sockets;
    this.request = request;
    this.transfer = transfer;
  }

  /**
   * Starts it.
   *
   * @return the netcat, for the caller to close
   */
  RunningCommand start() {
    Optional<InetAddress> address = Addresses.toListenOn(request.listenAddress());
    if (address.isPresent() && !netcat.variant().reaches(address.get())) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          netcat + " cannot listen on " + request.listenAddress() + ", for it knows no IPv6");
    }
    if (!Addresses.isFree(address, request.port())) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Cannot listen on "
              + place()
              + ": it is in use"
              + sockets.listener(request.port()).map(who -> " by " + who).orElse("")
              + ", or no address of this host");
    }
    // Its input stays open: at the end of it some would close their half of the connection.
    return transfer.commands().start(netcat.listen(address, request.port()));
  }

  /** Waits until it listens, tells the host, and waits until something arrives. */
  void awaitSender(RunningCommand running) throws InterruptedException {
    long deadline = System.nanoTime() + START_NANOS;
    boolean alive = running.isAlive();
    while (!isOpen(running)) {
      if (!alive || System.nanoTime() > deadline) {
        throw new AgentException(
            ErrorCode.COMMAND_FAILED,
            netcat + " does not listen on " + place() + ": " + Pipe.describe(Pipe.end(running)));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      alive = running.isAlive();
    }
    transfer.listening();
    transfer.phase("waiting for the sender on " + place());
    deadline = System.nanoTime() + request.connectLimit().toNanos();
    while (!hasArrived(running)) {
      // The kernel's tables are asked once only: they are long where there are many connections.
      if (System.nanoTime() > deadline) {
        requireConnection(running);
        return;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** A sender that waited for the port may have come, and even gone, before the first look. */
  private boolean isOpen(RunningCommand running) {
    return sockets.listens(running.pid(), request.port())
        || sockets.accepted(running.pid(), request.port())
        || hasOutput(running);
  }

  private static boolean hasOutput(RunningCommand running) {
    try {
      return running.stdout().available() > 0;
    } catch (IOException ended) {
      return false;
    }
  }

  private boolean hasArrived(RunningCommand running) throws InterruptedException {
    boolean alive = running.isAlive();
    if (hasOutput(running)) {
      return true;
    }
    if (!alive) {
      throw new AgentException(
          ErrorCode.PEER_FAILED,
          "Somebody connected to "
              + place()
              + " and went away without sending anything ("
              + netcat
              + " ended with "
              + Pipe.describe(Pipe.end(running))
              + ")");
    }
    return false;
  }

  private void requireConnection(RunningCommand running) {
    if (!sockets.accepted(running.pid(), request.port())) {
      throw new AgentException(
          ErrorCode.TIMED_OUT,
          "No sender connected to "
              + place()
              + " within "
              + request.connectLimit().toSeconds()
              + " s: see the source's log, and whether firewalls let it through");
    }
  }

  private String place() {
    return (request.listenAddress().isEmpty() ? "" : request.listenAddress() + " ")
        + "port "
        + request.port();
  }
}

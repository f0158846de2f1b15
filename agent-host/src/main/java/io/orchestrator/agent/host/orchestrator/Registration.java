package io.orchestrator.agent.host.orchestrator;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the agent registered with one server. A heartbeat has no host name in it, so after each one
 * the server's list of agents tells whether it still knows this one.
 */
final class Registration {
  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);

  /** A large fleet's list is read less often, or all its agents would read gigabytes a minute. */
  private static final int LIST_BYTES_PER_BEAT = 64 << 10;

  private final OrchestratorClient client;
  private final Pace pace;
  private final Clock clock;
  private final int port;
  private volatile ServerStatus status;
  private int failures;
  private int beatsWithoutList;
  private Duration untilResubmit = Duration.ZERO;

  Registration(OrchestratorClient client, Pace pace, Clock clock, int port) {
    this.client = client;
    this.pace = pace;
    this.clock = clock;
    this.port = port;
    this.status = new ServerStatus(client.server(), false, Optional.empty(), Optional.empty());
  }

  ServerStatus status() {
    return status;
  }

  /** Does what is due. Returns how long to wait for the next time. */
  Duration step() {
    try {
      if (status.registered()) {
        beat();
      } else {
        submit();
      }
      failures = 0;
      Duration wait = pace.untilPoll();
      untilResubmit = untilResubmit.minus(wait);
      return wait;
    } catch (CallFailed failed) {
      failures++;
      failed(failed.reason());
      Duration wait = pace.untilRetry(failures);
      untilResubmit = untilResubmit.minus(wait);
      return wait;
    }
  }

  private void beat() throws CallFailed {
    client.ping();
    boolean back = failures > 0;
    succeeded();
    boolean listIsDue = back || beatsWithoutList-- <= 0;
    Optional<Boolean> known = listIsDue ? known() : Optional.of(true);
    if (known.isPresent() && !known.get()) {
      LOG.info("{} does not know this agent any more: registering again", client.server());
      submit();
    } else if (untilResubmit.isNegative() || (back && known.isEmpty())) {
      submit();
    }
  }

  private Optional<Boolean> known() {
    try {
      HostList hosts = client.hosts();
      beatsWithoutList = hosts.bytes() / LIST_BYTES_PER_BEAT;
      return hosts.known();
    } catch (CallFailed optional) {
      LOG.debug("{} does not list its agents: {}", client.server(), optional.reason());
      return Optional.empty();
    }
  }

  private void submit() throws CallFailed {
    boolean first = status.lastContact().isEmpty();
    status = new ServerStatus(client.server(), false, status.lastContact(), status.problem());
    client.submit(port);
    if (first) {
      LOG.info("Registered with {}", client.server());
    }
    untilResubmit = pace.untilResubmit();
    succeeded();
    status =
        new ServerStatus(client.server(), true, Optional.of(clock.instant()), Optional.empty());
  }

  private void succeeded() {
    if (status.problem().isPresent()) {
      LOG.info("{} answers again", client.server());
    }
    status =
        new ServerStatus(
            client.server(), status.registered(), Optional.of(clock.instant()), Optional.empty());
  }

  private void failed(String reason) {
    if (!client.cancelled() && !status.problem().equals(Optional.of(reason))) {
      LOG.warn("{}: {} (trying again until it works)", client.server(), reason);
    }
    status =
        new ServerStatus(
            client.server(), status.registered(), status.lastContact(), Optional.of(reason));
  }
}

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
  private static final int LIST_BYTES_PER_POLL = 64 << 10;

  private final OrchestratorClient client;
  private final Pace pace;
  private final Clock clock;
  private final int port;
  private volatile ServerStatus status;
  private int failures;
  private boolean wasAway;
  private int pollsPerList;
  private Duration untilList = Duration.ZERO;
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
      return waited(untilNext());
    } catch (CallFailed failed) {
      failures++;
      failed(failed.reason());
      return waited(pace.untilRetry(failures));
    }
  }

  private Duration untilNext() {
    Duration poll = pace.untilPoll();
    boolean early = wasAway && isPositive(untilList) && untilList.compareTo(poll) < 0;
    return early ? untilList : poll;
  }

  private static boolean isPositive(Duration left) {
    return left.compareTo(Duration.ZERO) > 0;
  }

  private Duration waited(Duration wait) {
    untilResubmit = untilResubmit.minus(wait);
    untilList = untilList.minus(wait);
    return wait;
  }

  private void beat() throws CallFailed {
    client.ping();
    if (failures > 0) {
      returned();
    }
    succeeded();
    if (!isPositive(untilList) && isUnknown()) {
      LOG.info("{} may not know this agent any more: registering again", client.server());
      submit();
    } else if (untilResubmit.isNegative()) {
      submit();
    }
  }

  /** A fleet hears of it within seconds; the larger it is, the less may it ask all at once. */
  private void returned() {
    if (!wasAway || !isPositive(untilList)) {
      untilList = pace.within(pollsPerList);
    }
    wasAway = true;
    if (untilResubmit.compareTo(untilList) < 0) {
      untilResubmit = untilList;
    }
  }

  /** Also if the server was away and can't tell, but not if it has no time to. */
  private boolean isUnknown() {
    try {
      HostList hosts = client.hosts();
      if (hosts.known().isPresent()) {
        pollsPerList = hosts.bytes() / LIST_BYTES_PER_POLL;
      }
      untilList = pace.poll().multipliedBy(pollsPerList);
      return answered(hosts.known());
    } catch (CallFailed optional) {
      LOG.debug("{} does not list its agents: {}", client.server(), optional.reason());
      if (optional.answered()) {
        return answered(Optional.empty());
      }
      untilList = pace.within(pollsPerList);
      return false;
    }
  }

  private boolean answered(Optional<Boolean> known) {
    boolean unknown = known.map(does -> !does).orElse(wasAway);
    wasAway = false;
    return unknown;
  }

  private void submit() throws CallFailed {
    boolean first = status.lastContact().isEmpty();
    status = new ServerStatus(client.server(), false, status.lastContact(), status.problem());
    client.submit(port);
    if (first) {
      LOG.info("Registered with {}", client.server());
    }
    untilResubmit = pace.untilResubmit();
    wasAway = false;
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

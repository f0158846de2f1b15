package io.orchestrator.agent.host.orchestrator;

import io.orchestrator.agent.host.config.OrchestratorConfig;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;

/** Keeps the agent registered with every configured orchestrator server. */
public final class RegistrationService {
  private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

  private final OrchestratorConfig config;
  private final AgentToken token;
  private final SSLContext tls;
  private final Clock clock;
  private final Pace pace;
  private final Instant created;
  private volatile List<RegistrationThread> threads = List.of();

  /**
   * A service that is not started yet.
   *
   * @param config which servers, which name, how often
   * @param token what the servers shall call this agent with
   * @param tls for calls, see {@link io.orchestrator.agent.host.tls.TlsContexts#calling()}
   * @param clock the time
   */
  public RegistrationService(
      OrchestratorConfig config, AgentToken token, SSLContext tls, Clock clock) {
    this(
        config,
        token,
        tls,
        clock,
        new Pace(
            config.pollInterval(),
            config.resubmitInterval(),
            FIRST_DELAY,
            () -> ThreadLocalRandom.current().nextDouble()));
  }

  RegistrationService(
      OrchestratorConfig config, AgentToken token, SSLContext tls, Clock clock, Pace pace) {
    this.config = config;
    this.token = token;
    this.tls = tls;
    this.clock = clock;
    this.pace = pace;
    this.created = clock.instant();
  }

  /**
   * Starts a thread for each server. Once; the agent must be listening already, for the servers
   * call back as soon as it is registered.
   *
   * @param port where it listens
   */
  public void start(int port) {
    threads = config.servers().stream().map(server -> thread(server, port)).toList();
    threads.forEach(RegistrationThread::start);
  }

  private RegistrationThread thread(URI server, int port) {
    OrchestratorClient client =
        new OrchestratorClient(
            server, config.hostname(), token, new HttpGet(tls, config.httpTimeout()));
    return new RegistrationThread(client, new Registration(client, pace, clock, port), pace);
  }

  /** Ends all calls and threads; waits two seconds for them at most. */
  public void stop() {
    List<RegistrationThread> stopping = threads;
    stopping.forEach(RegistrationThread::stop);
    long end = System.nanoTime() + STOP_LIMIT.toNanos();
    try {
      for (RegistrationThread thread : stopping) {
        thread.join(Duration.ofNanos(end - System.nanoTime()));
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  /** How the agent stands with each server; empty before the start. */
  public List<ServerStatus> statuses() {
    return threads.stream().map(thread -> thread.registration().status()).toList();
  }

  /**
   * When a heartbeat (or registration) last succeeded, with whichever server; before the first one,
   * when this service was created.
   */
  public Instant lastSuccessfulPing() {
    return statuses().stream()
        .map(ServerStatus::lastContact)
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder())
        .orElse(created);
  }
}

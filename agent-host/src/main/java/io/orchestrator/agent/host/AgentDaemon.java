package io.orchestrator.agent.host;

import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.datadir.DatadirDeletion;
import io.orchestrator.agent.host.http.ApiServer;
import io.orchestrator.agent.host.mysql.RelayLogApply;
import io.orchestrator.agent.host.orchestrator.AgentToken;
import io.orchestrator.agent.host.orchestrator.RegistrationService;
import io.orchestrator.agent.host.orchestrator.TokenFiles;
import io.orchestrator.agent.host.seed.ReceiveSeed;
import io.orchestrator.agent.host.seed.SeedRecovery;
import io.orchestrator.agent.host.seed.SeedShutdown;
import io.orchestrator.agent.host.snapshot.SnapshotCommands;
import io.orchestrator.agent.host.tls.TlsContexts;
import io.orchestrator.agent.host.verify.VerifySnapshot;
import jakarta.inject.Inject;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the parts of the agent in order, and stops them in the reverse one. */
final class AgentDaemon {
  private static final Logger log = LoggerFactory.getLogger(AgentDaemon.class);

  private final AgentConfig config;
  private final TlsContexts tls;
  private final ReceiveSeed receive;
  private final Clock clock;
  private final SeedRecovery recovery;
  private final TokenFiles tokenFiles;
  private final AgentToken token;
  private final ApiServer api;
  private final RegistrationService registration;
  private final Housekeeping housekeeping;
  private final SeedShutdown seeds;
  private final DatadirDeletion deletion;
  private final SnapshotCommands snapshots;
  private final VerifySnapshot verify;
  private final RelayLogApply relayLogs;

  @Inject
  AgentDaemon(
      AgentConfig config,
      TlsContexts tls,
      ReceiveSeed receive,
      Clock clock,
      SeedRecovery recovery,
      TokenFiles tokenFiles,
      AgentToken token,
      ApiServer api,
      RegistrationService registration,
      Housekeeping housekeeping,
      SeedShutdown seeds,
      DatadirDeletion deletion,
      SnapshotCommands snapshots,
      VerifySnapshot verify,
      RelayLogApply relayLogs) {
    this.config = config;
    this.tls = tls;
    this.receive = receive;
    this.clock = clock;
    this.recovery = recovery;
    this.tokenFiles = tokenFiles;
    this.token = token;
    this.api = api;
    this.registration = registration;
    this.housekeeping = housekeeping;
    this.seeds = seeds;
    this.deletion = deletion;
    this.snapshots = snapshots;
    this.verify = verify;
    this.relayLogs = relayLogs;
  }

  /** Returns when the agent serves; orchestrator hears of it last, since it calls back at once. */
  void start() throws InterruptedException {
    tls.warnings(clock.instant(), config.wire().tls()).forEach(log::warn);
    receive.warnings().forEach(log::warn);
    recovery.recover();
    snapshots.releaseInterrupted();
    verify.recover();
    relayLogs.deleteLeftovers();
    tokenFiles.write(token);
    int port = api.start();
    ApiAddress.write(config, port);
    housekeeping.start();
    registration.start(port);
    log.info(
        "orchestrator-agent {} serves {} on port {}",
        AgentVersion.text(),
        config.orchestrator().hostname(),
        port);
  }

  /** Returns within a bounded time, whatever fails. */
  void stop() {
    step("registration", registration::stop);
    // Before the server, which waits for calls: a seed must not outlive the agent for one of them.
    step("seed", seeds::stop);
    step("deletion", deletion::stop);
    step("verification", verify::stop);
    step("HTTP server", api::stop);
    step("housekeeping", housekeeping::stop);
    step("mounted snapshot", snapshots::releaseAtStop);
    log.info("orchestrator-agent has stopped");
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void step(String what, Step step) {
    try {
      step.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.error("Could not stop the {}: {}", what, e.getMessage(), e);
    }
  }
}

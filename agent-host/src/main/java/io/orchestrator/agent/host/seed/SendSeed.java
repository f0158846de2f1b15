package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.SeedConfig;
import io.orchestrator.agent.host.snapshot.SnapshotCommands;
import jakarta.inject.Inject;
import java.nio.file.Path;

/** Sends the data directory of the mounted snapshot to a target. */
public final class SendSeed {
  private final SeedConfig config;
  private final Transports transports;
  private final SeedRunner runner;
  private final SnapshotCommands snapshots;

  @Inject
  SendSeed(
      AgentConfig config, Transports transports, SeedRunner runner, SnapshotCommands snapshots) {
    this.config = config.seed();
    this.transports = transports;
    this.runner = runner;
    this.snapshots = snapshots;
  }

  /**
   * Starts sending and returns.
   *
   * @throws AgentException {@code CONFLICT} if nothing is mounted or a seed is active; {@code
   *     INVALID_ARGUMENT} for a host that can't be one
   */
  public void send(SeedId id, String targetHost) throws InterruptedException {
    String host = HostName.checked(targetHost);
    SeedTransport transport = transports.configured();
    Path data = snapshots.beginSending();
    boolean started = false;
    try {
      SendRequest request = new SendRequest(id, data, host, config.port(), config.connectLimit());
      runner.start(
          runner.newRecord(id, SeedRecord.Role.SEND, host, transport.name(), data.toString()),
          new Sending(transport, request));
      started = true;
    } finally {
      if (!started) {
        snapshots.endSending();
      }
    }
  }

  private final class Sending implements SeedRunner.Work {
    private final SeedTransport transport;
    private final SendRequest request;

    Sending(SeedTransport transport, SendRequest request) {
      this.transport = transport;
      this.request = request;
    }

    @Override
    public TransferResult transfer(ActiveSeed seed) throws InterruptedException {
      return transport.send(request, seed);
    }

    @Override
    public void ended(SeedRecord record) {
      snapshots.endSending();
    }
  }
}

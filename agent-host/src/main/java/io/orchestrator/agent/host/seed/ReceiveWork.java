package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.ReplicationStart;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.SeedConfig;
import io.orchestrator.agent.host.datadir.DatadirCheck;
import io.orchestrator.agent.host.datadir.DatadirTrash;
import io.orchestrator.agent.host.datadir.EarlierData;
import io.orchestrator.agent.host.datadir.KeptData;
import io.orchestrator.agent.host.state.UnfinishedMark;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done to receive a seed, whether it begins or goes on. */
final class ReceiveWork {
  private static final Logger log = LoggerFactory.getLogger(ReceiveWork.class);

  private final SeedConfig config;
  private final ReceiveOverWire overWire;
  private final Transports transports;
  private final SnapshotReplication snapshots;
  private final DatadirCheck check;
  private final ServerUuid uuid;
  private final UnfinishedMark unfinished;
  private final KeptData kept;
  private final EarlierData earlier;
  private final DatadirTrash trash;
  private final SeedLimits limits;

  @Inject
  ReceiveWork(
      AgentConfig config,
      ReceiveOverWire overWire,
      Transports transports,
      SnapshotReplication snapshots,
      DatadirCheck check,
      ServerUuid uuid,
      UnfinishedMark unfinished,
      KeptData kept,
      EarlierData earlier,
      DatadirTrash trash,
      SeedLimits limits) {
    this.config = config.seed();
    this.overWire = overWire;
    this.transports = transports;
    this.snapshots = snapshots;
    this.check = check;
    this.uuid = uuid;
    this.unfinished = unfinished;
    this.kept = kept;
    this.earlier = earlier;
    this.trash = trash;
    this.limits = limits;
  }

  /**
   * The work for this seed.
   *
   * @param datadir without data, but for the agent's own folders
   */
  SeedRunner.Work into(Path datadir, SeedId id, SeedTransport transport, Duration senderLimit) {
    return new Receiving(
        transport,
        new ReceiveRequest(
            id,
            datadir,
            config.listenAddress(),
            config.port(),
            senderLimit,
            earlier.folders(datadir),
            kept.find(datadir)));
  }

  private final class Receiving implements SeedRunner.Work {
    private final SeedTransport transport;
    private final ReceiveRequest request;

    Receiving(SeedTransport transport, ReceiveRequest request) {
      this.transport = transport;
      this.request = request;
    }

    @Override
    public TransferResult transfer(ActiveSeed seed) throws InterruptedException {
      // Before the seed itself is taken for stuck.
      Duration patience = config.stallLimit().dividedBy(2);
      seed.waitsForRoomBy(new FreedRoom(trash, request.datadir(), seed, patience));
      TransferResult result =
          transport.usesWire() ? overWire.receive(request, seed) : receiveBySelf(seed);
      check.requireData(request.datadir());
      uuid.forget(request.datadir());
      replication(result, seed).ifPresent(seed::replicatesFrom);
      return result;
    }

    /** It may know neither how much comes nor how to make its sender wait: the host waits first. */
    private TransferResult receiveBySelf(ActiveSeed seed) throws InterruptedException {
      boolean unused = seed.awaitRoom(Long.MAX_VALUE, limits.freeing());
      return transport.receive(request, seed);
    }

    private Optional<ReplicationStart> replication(TransferResult result, ActiveSeed seed)
        throws InterruptedException {
      // A live transport knows by itself; a file that it has copied is of an older snapshot.
      return result.replication().isPresent() || transports.isLive(seed.record().transport())
          ? result.replication()
          : snapshots.find(request.datadir());
    }

    @Override
    public void ended(SeedRecord record) {
      if (record.succeeded() && config.postCopyCommand().isPresent()) {
        unfinished.set(request.datadir(), PostCopy.AWAITED);
      } else if (record.succeeded()) {
        unfinished.clear(request.datadir());
      } else {
        unfinished.set(request.datadir(), "seed " + record.id() + " failed: " + record.reason());
      }
    }

    // What is left costs space, but does no harm: the seed has ended as it has.
    @Override
    public void settled(SeedRecord record) {
      try {
        earlier.discard(request.datadir());
        if (record.succeeded()) {
          kept.discard(request.datadir());
        }
      } catch (AgentException e) {
        log.error("Older data is left in {}: {}", request.datadir(), e.getMessage());
      }
    }
  }
}

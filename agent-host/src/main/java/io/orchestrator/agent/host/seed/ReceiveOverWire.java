package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.host.datadir.DatadirCheck;
import io.orchestrator.agent.host.wire.SeedConnections;
import io.orchestrator.agent.wire.Hello;
import io.orchestrator.agent.wire.ReceivingSession;
import io.orchestrator.agent.wire.WireListener;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives over the agents' own connection, by the transport that the sender names, and tells the
 * source how it ended.
 */
final class ReceiveOverWire {
  private static final Logger log = LoggerFactory.getLogger(ReceiveOverWire.class);

  private final SeedConnections connections;
  private final Transports transports;
  private final DatadirCheck check;
  private final SeedJournal journal;

  @Inject
  ReceiveOverWire(
      SeedConnections connections, Transports transports, DatadirCheck check, SeedJournal journal) {
    this.connections = connections;
    this.transports = transports;
    this.check = check;
    this.journal = journal;
  }

  TransferResult receive(ReceiveRequest request, ActiveSeed seed) throws InterruptedException {
    try (WireListener listener = connections.listen(request, this::refusal)) {
      seed.phase("waiting for the sender");
      seed.listening();
      ReceivingSession session = listener.awaitSender(request.connectLimit());
      return receive(request, seed, session);
    }
  }

  List<String> warnings() {
    return connections.warnings();
  }

  private Optional<String> refusal(Hello hello) {
    try {
      SeedTransport unused = transports.receivable(hello.transport());
      return Optional.empty();
    } catch (AgentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private TransferResult receive(ReceiveRequest request, ActiveSeed seed, ReceivingSession session)
      throws InterruptedException {
    SeedTransport transport = transports.receivable(session.hello().transport());
    seed.receivesBy(session, transport.name());
    // Whether the seed goes on after the agent was killed is up to this transport.
    journal.learn(seed.record());
    ReceiveRequest fitting = transport.resumes() ? request : withoutEarlier(request);
    return new WireCourse(seed, session::failure, session::fail)
        .run(
            () -> {
              TransferResult result = transport.receive(fitting, seed);
              session.sender().ifPresent(seed::comesFrom);
              check.requireData(request.datadir());
              if (!session.done(result.summary())) {
                log.warn("{} is complete, but its sender could not be told", seed);
              }
              return result;
            });
  }

  private static ReceiveRequest withoutEarlier(ReceiveRequest request) {
    return new ReceiveRequest(
        request.seed(),
        request.datadir(),
        request.listenAddress(),
        request.port(),
        request.connectLimit(),
        List.of(),
        request.kept());
  }
}

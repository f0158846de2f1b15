package com.example.firstapi;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.Settings;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.api.seed.BinaryLogPosition;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.ReplicationStart;
import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.service.ServiceStatus;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotLocator;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that the first API offered, in one extension. */
@Extension
public final class FirstExtension
    implements SnapshotProvider, SnapshotLocator, SeedTransport, ServiceManager {
  private static final Logger log = LoggerFactory.getLogger(FirstExtension.class);

  private final AgentContext context;

  public FirstExtension(AgentContext context) {
    this.context = context;
  }

  @Override
  public String name() {
    return "first-api";
  }

  /** Shows what the context gives. */
  @Override
  public CheckResult check() throws InterruptedException {
    Settings settings = context.settings();
    log.debug("settings {}", settings.keys());
    String said =
        context
            .commands()
            .run(Command.shell(settings.get(FirstPlugin.COMMAND)).within(Duration.ofSeconds(20)))
            .lines()
            .get(0);
    return CheckResult.usable(
        String.join(
            ",",
            settings.get(FirstPlugin.TEXT),
            settings.find(FirstPlugin.SECRET).orElse("no secret"),
            said,
            settings.get(FirstPlugin.FLAG).toString(),
            settings.get(FirstPlugin.NUMBER).toString(),
            settings.get(FirstPlugin.DURATION).toString(),
            settings.get(FirstPlugin.SIZE).toString(),
            settings.get(FirstPlugin.PATH).toString(),
            settings.get(FirstPlugin.CHOICE),
            settings.get(FirstPlugin.TEXTS).toString(),
            String.valueOf(settings.has(FirstPlugin.BY_NAME)),
            context.mysql().datadir().getFileName().toString(),
            String.valueOf(context.mysql().port() > 0),
            String.valueOf(context.mounts().holding(Path.of("/")).isPresent()),
            context.workDirectory().getFileName().toString(),
            String.valueOf(context.clock().instant().isAfter(Instant.EPOCH))));
  }

  @Override
  public List<Volume> list() {
    return List.of(
        new Volume(
            "/first/1",
            "1",
            "first",
            true,
            true,
            true,
            12.5,
            1 << 20,
            Optional.of("origin"),
            Optional.of(Instant.EPOCH)));
  }

  @Override
  public Optional<Volume> create() {
    return Optional.of(list().get(0));
  }

  @Override
  public Mount mount(MountRequest request) {
    return new Mount(
        request.mountPoint(),
        "/dev/first",
        request.volumePath(),
        "ext4",
        request.access() == MountAccess.READ_ONLY);
  }

  @Override
  public Optional<Mount> mounted(Path mountPoint) {
    return Optional.empty();
  }

  @Override
  public void unmount(Mount mount) {}

  @Override
  public void remove(String volumePath) {
    throw new AgentException(ErrorCode.UNSUPPORTED, "The first API removes nothing");
  }

  @Override
  public List<String> hosts(Scope scope) {
    return scope == Scope.ALL ? List.of("db1", "db2") : List.of("db1");
  }

  @Override
  public SeedContent content() {
    return SeedContent.SNAPSHOT;
  }

  @Override
  public TransferResult send(SendRequest request, Transfer transfer) throws InterruptedException {
    transfer.phase("sending to " + request.targetHost());
    CommandResult result = transfer.commands().tryRun(Command.of("echo", "sent"));
    transfer.transferred(result.stdout().length());
    return new TransferResult(result.stdout().length(), result.lastWords() + request.seed());
  }

  @Override
  public TransferResult receive(ReceiveRequest request, Transfer transfer)
      throws InterruptedException {
    transfer.listening();
    try (RunningCommand running = transfer.commands().start(Command.of("true"))) {
      log.debug("started {}", running);
    }
    return new TransferResult(
        7,
        "received",
        Optional.of(
            new ReplicationStart(
                ReplicationStart.Flavor.MARIADB,
                3306,
                Optional.of(new BinaryLogPosition("bin.000001", 4)),
                Optional.of("0-1-2"))));
  }

  @Override
  public ServiceStatus status() {
    return ServiceStatus.RUNNING;
  }

  @Override
  public void start() {}

  @Override
  public void stop() {}
}

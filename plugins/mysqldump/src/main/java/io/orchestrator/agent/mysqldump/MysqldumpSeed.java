package io.orchestrator.agent.mysqldump;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.live.client.Credentials;
import io.orchestrator.agent.live.client.ServerClient;
import io.orchestrator.agent.live.client.ServerVersion;
import io.orchestrator.agent.live.client.SpacedLook;
import io.orchestrator.agent.live.logical.DumpOptions;
import io.orchestrator.agent.live.logical.DumpProgram;
import io.orchestrator.agent.live.logical.Schemas;
import io.orchestrator.agent.live.logical.Source;
import io.orchestrator.agent.live.logical.VersionedTables;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/** Seeds the data of the running server by mysqldump or mariadb-dump. */
@Extension
public final class MysqldumpSeed implements SeedTransport {
  private final CommandRunner commands;
  private final MySqlFacts mysql;
  private final Credentials credentials;
  private final Optional<Path> program;
  private final List<String> extraOptions;
  private final Optional<Long> bufferPool;
  private final SpacedLook tables = new SpacedLook();

  /** For PF4J. */
  public MysqldumpSeed(AgentContext context) {
    this.commands = context.commands();
    this.mysql = context.mysql();
    this.credentials = new Credentials(context.settings(), context.mysql());
    this.program = context.settings().find(MysqldumpPlugin.DUMP_PROGRAM);
    this.extraOptions =
        DumpOptions.OWNED.require(
            MysqldumpPlugin.EXTRA_OPTIONS.name(),
            context.settings().get(MysqldumpPlugin.EXTRA_OPTIONS));
    this.bufferPool = context.settings().find(MysqldumpPlugin.LOAD_BUFFER_POOL);
  }

  @Override
  public String name() {
    return "mysqldump";
  }

  @Override
  public SeedContent content() {
    return SeedContent.LIVE;
  }

  @Override
  public boolean usesWire() {
    return true;
  }

  @Override
  public CheckResult check() throws InterruptedException {
    try {
      ServerClient client = new ServerClient(commands, credentials);
      Source source = Source.ask(client, mysql.datadir(), false);
      DumpProgram found =
          DumpProgram.find(commands, credentials, source.identity().version(), program);
      Schemas unused = Schemas.of(client, source.identity().version());
      tables.require(() -> requireWhole(client, source.identity().version(), found));
      return CheckResult.usable(
          found.path().getFileName()
              + " "
              + found.version().numbers()
              + " for "
              + source.identity().version()
              + source.note());
    } catch (AgentException unusable) {
      return CheckResult.unusable(unusable.getMessage());
    }
  }

  private static void requireWhole(ServerClient client, ServerVersion server, DumpProgram program)
      throws InterruptedException {
    VersionedTables unused = VersionedTables.ask(client, server, program);
  }

  @Override
  public TransferResult send(SendRequest request, Transfer transfer) throws InterruptedException {
    return new Sending(credentials, program, extraOptions, mysql, request, transfer).run();
  }

  @Override
  public TransferResult receive(ReceiveRequest request, Transfer transfer)
      throws InterruptedException {
    return new Receiving(mysql, bufferPool, request, transfer).run();
  }
}

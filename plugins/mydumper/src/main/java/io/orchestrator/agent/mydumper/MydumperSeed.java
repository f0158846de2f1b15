package io.orchestrator.agent.mydumper;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
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
import io.orchestrator.agent.live.client.SpacedLook;
import io.orchestrator.agent.live.logical.DumpProgram;
import io.orchestrator.agent.live.logical.OwnSchemas;
import io.orchestrator.agent.live.logical.Schemas;
import io.orchestrator.agent.live.logical.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.pf4j.Extension;

/** Seeds the data of the running server by mydumper and myloader. */
@Extension
public final class MydumperSeed implements SeedTransport {
  private final CommandRunner commands;
  private final MySqlFacts mysql;
  private final Path workDirectory;
  private final Credentials credentials;
  private final DumpSettings dump;
  private final LoadSettings load;
  private final SpacedLook tables = new SpacedLook();

  /** For PF4J. */
  public MydumperSeed(AgentContext context) {
    this.commands = context.commands();
    this.mysql = context.mysql();
    this.workDirectory = context.workDirectory();
    this.credentials = new Credentials(context.settings(), context.mysql());
    this.dump = DumpSettings.of(context.settings());
    this.load = LoadSettings.of(context.settings());
  }

  @Override
  public String name() {
    return "mydumper";
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
      Source source = Source.ask(client, mysql.datadir(), true);
      DumpProgram structure =
          DumpProgram.find(commands, credentials, source.identity().version(), Optional.empty());
      Tool.requireDumps(source.identity().version());
      Tool tool = Tool.find(commands, "mydumper", dump.program());
      if (!Files.isWritable(dump.spoolDirectory())) {
        throw new AgentException(
            ErrorCode.INVALID_CONFIGURATION,
            "SpoolDirectory " + dump.spoolDirectory() + " can't be written to");
      }
      Schemas unused = Schemas.of(client, source.identity().version());
      SqlMode.requireFitting(client);
      OwnSchemas own = OwnSchemas.of(source.identity().version());
      tables.require(() -> requireFitting(client, own));
      return CheckResult.usable(
          tool.path()
              + " and "
              + structure.path().getFileName()
              + " for "
              + source.identity().version()
              + source.note());
    } catch (AgentException unusable) {
      return CheckResult.unusable(unusable.getMessage());
    }
  }

  private void requireFitting(ServerClient client, OwnSchemas own) throws InterruptedException {
    TableNames.requireFitting(client, own);
    // What a killed agent has left there goes before the next dump comes.
    FileFolder left = new FileFolder(dump.spool(workDirectory));
    Volume volume = Volume.ask(client, own, dump.compress());
    Volume.requireRoom(dump.spoolDirectory(), volume.dump() - left.bytes(), "the dump");
    // Last, for it may take longer than a check has.
    HiddenColumns.requireNone(client, own);
  }

  @Override
  public TransferResult send(SendRequest request, Transfer transfer) throws InterruptedException {
    Path spool = dump.spool(workDirectory);
    return new Sending(credentials, dump, mysql, spool, request, transfer).run();
  }

  @Override
  public TransferResult receive(ReceiveRequest request, Transfer transfer)
      throws InterruptedException {
    return new Receiving(mysql, load, request, transfer).run();
  }
}

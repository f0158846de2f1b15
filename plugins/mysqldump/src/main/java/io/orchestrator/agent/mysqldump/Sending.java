package io.orchestrator.agent.mysqldump;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.seed.ReplicationStart;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.live.client.Credentials;
import io.orchestrator.agent.live.client.ServerClient;
import io.orchestrator.agent.live.frame.Fields;
import io.orchestrator.agent.live.frame.FrameOutput;
import io.orchestrator.agent.live.frame.FrameType;
import io.orchestrator.agent.live.logical.Dump;
import io.orchestrator.agent.live.logical.DumpEnds;
import io.orchestrator.agent.live.logical.DumpProgram;
import io.orchestrator.agent.live.logical.Progress;
import io.orchestrator.agent.live.logical.PulseWatch;
import io.orchestrator.agent.live.logical.ReplicationFields;
import io.orchestrator.agent.live.logical.Schemas;
import io.orchestrator.agent.live.logical.Source;
import io.orchestrator.agent.live.logical.VersionedTables;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One send: what the server is, the target's consent, the time zones, the dump, the accounts, the
 * position.
 */
final class Sending {
  /** Each table is looked at; two such questions take less than a seed may stand still. */
  private static final Duration LOOK_UP_LIMIT = Duration.ofSeconds(50);

  private final Credentials credentials;
  private final Optional<Path> named;
  private final List<String> extraOptions;
  private final MySqlFacts mysql;
  private final SendRequest request;
  private final Transfer transfer;
  private final Progress progress;
  private final PulseWatch pulse;
  private final FrameOutput out;

  Sending(
      Credentials credentials,
      Optional<Path> named,
      List<String> extraOptions,
      MySqlFacts mysql,
      SendRequest request,
      Transfer transfer) {
    this.credentials = credentials;
    this.named = named;
    this.extraOptions = extraOptions;
    this.mysql = mysql;
    this.request = request;
    this.transfer = transfer;
    this.progress = new Progress(transfer);
    this.pulse = new PulseWatch(transfer.wireSender().input(), progress);
    this.out = new FrameOutput(pulse.around(transfer.wireSender().output()));
  }

  TransferResult run() throws InterruptedException {
    try {
      transfer.phase("asking the server");
      ServerClient client = new ServerClient(transfer.commands(), credentials);
      Source source = Source.ask(client, request.source(), false);
      DumpProgram program =
          DumpProgram.find(transfer.commands(), credentials, source.identity().version(), named);
      Schemas schemas = Schemas.of(client, source.identity().version());
      VersionedTables versioned =
          VersionedTables.ask(client.within(LOOK_UP_LIMIT), source.identity().version(), program);
      out.write(FrameType.HEADER, versioned.in(source.header()));
      transfer.phase("waiting for the target to start a private server");
      pulse.awaitReady();
      Optional<ReplicationStart> start = dump(source, program, schemas);
      out.end(ReplicationFields.of(start));
      return new TransferResult(
          progress.transferred(),
          "%d databases of %s by %s"
                  .formatted(
                      schemas.names().size(),
                      source.identity().version(),
                      program.path().getFileName())
              + source.note(),
          start);
    } catch (ClosedByInterruptException | InterruptedIOException stopped) {
      boolean unused = Thread.interrupted();
      throw new InterruptedException("sending was interrupted");
    } catch (IOException failed) {
      throw new AgentException(ErrorCode.IO_FAILED, "Sending the dump failed: " + failed, failed);
    }
  }

  private Optional<ReplicationStart> dump(Source source, DumpProgram program, Schemas schemas)
      throws IOException, InterruptedException {
    Dump dump = new Dump(transfer.commands(), credentials, program, progress);
    List<String> arguments = new ArrayList<>(program.everything(source.identity()));
    arguments.addAll(extraOptions);
    arguments.addAll(schemas.arguments());
    transfer.phase("dumping time zones");
    out.write(FrameType.FILE, Fields.none().with(Parts.FIELD, Parts.TIME_ZONES));
    DumpEnds unused = dump.run(program.timeZones(), out.data());
    transfer.phase("dumping " + schemas.names().size() + " databases");
    out.write(FrameType.FILE, Fields.none().with(Parts.FIELD, Parts.DATABASES));
    DumpEnds ends = dump.run(arguments, out.data());
    schemas.requireSame();
    transfer.phase("dumping accounts and other system tables");
    out.write(FrameType.FILE, Fields.none().with(Parts.FIELD, Parts.SYSTEM_TABLES));
    unused = dump.run(program.systemTables(source.identity().version()), out.data());
    return source.start(ends.position(), ends.gtidSet(), mysql.port());
  }
}

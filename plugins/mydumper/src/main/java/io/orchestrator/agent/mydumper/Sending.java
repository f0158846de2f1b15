package io.orchestrator.agent.mydumper;

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
import io.orchestrator.agent.live.logical.OwnSchemas;
import io.orchestrator.agent.live.logical.Progress;
import io.orchestrator.agent.live.logical.PulseWatch;
import io.orchestrator.agent.live.logical.ReplicationFields;
import io.orchestrator.agent.live.logical.Schemas;
import io.orchestrator.agent.live.logical.Source;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One send. The structure is dumped right after mydumper has got its view of the data: what is made
 * between makes the replica stop, and is not silently missing.
 */
final class Sending {
  /** Each table is looked at; three such questions take less than a seed may stand still. */
  private static final Duration LOOK_UP_LIMIT = Duration.ofSeconds(35);

  private final Credentials credentials;
  private final DumpSettings settings;
  private final MySqlFacts mysql;
  private final Path spool;
  private final SendRequest request;
  private final Transfer transfer;
  private final Progress progress;
  private final PulseWatch pulse;
  private final FrameOutput out;

  Sending(
      Credentials credentials,
      DumpSettings settings,
      MySqlFacts mysql,
      Path spool,
      SendRequest request,
      Transfer transfer) {
    this.credentials = credentials;
    this.settings = settings;
    this.mysql = mysql;
    this.spool = spool;
    this.request = request;
    this.transfer = transfer;
    this.progress = new Progress(transfer);
    this.pulse = new PulseWatch(transfer.wireSender().input(), progress);
    this.out = new FrameOutput(pulse.around(transfer.wireSender().output()));
  }

  TransferResult run() throws InterruptedException {
    try (FileFolder files = FileFolder.make(spool)) {
      transfer.phase("asking the server");
      ServerClient client = new ServerClient(transfer.commands(), credentials);
      Source source = Source.ask(client, request.source(), true);
      DumpProgram program =
          DumpProgram.find(
              transfer.commands(), credentials, source.identity().version(), Optional.empty());
      Tool.requireDumps(source.identity().version());
      Tool tool = Tool.find(transfer.commands(), "mydumper", settings.program());
      Schemas schemas = Schemas.of(client, source.identity().version());
      SqlMode.requireFitting(client);
      ServerClient patient = client.within(LOOK_UP_LIMIT);
      OwnSchemas own = OwnSchemas.of(source.identity().version());
      TableNames.requireFitting(patient, own);
      HiddenColumns.requireNone(patient, own);
      Volume volume = Volume.ask(patient, own, settings.compress());
      Volume.requireRoom(files.path(), volume.dump(), "the dump");
      out.write(
          FrameType.HEADER,
          source
              .header()
              .with(Parts.DATA_BYTES, Long.toString(volume.data()))
              .with(Parts.DUMP_BYTES, Long.toString(volume.dump())));
      transfer.phase("waiting for the target to start a private server");
      pulse.awaitReady();
      return dump(files, patient, source, tool, program, schemas);
    } catch (ClosedByInterruptException | InterruptedIOException stopped) {
      boolean unused = Thread.interrupted();
      throw new InterruptedException("sending was interrupted");
    } catch (IOException failed) {
      throw new AgentException(ErrorCode.IO_FAILED, "Sending the dump failed: " + failed, failed);
    }
  }

  private TransferResult dump(
      FileFolder files,
      ServerClient client,
      Source source,
      Tool tool,
      DumpProgram program,
      Schemas schemas)
      throws IOException, InterruptedException {
    transfer.phase("looking at the keys of large tables");
    OwnSchemas own = OwnSchemas.of(source.identity().version());
    boolean split = Splitting.isSafe(client, own, settings.rowsPerFile());
    Dump other = new Dump(transfer.commands(), credentials, program, progress);
    send(other, Parts.TIME_ZONES, program.timeZones());
    SpooledRows rows = new SpooledRows(files, out, progress, transfer);
    Metadata metadata;
    try (DumpRun run =
        DumpRun.start(
            transfer.commands(), tool, settings, credentials.arguments(), files, own, split)) {
      transfer.phase("waiting for mydumper's view of the data");
      run.awaitBegun();
      transfer.phase("dumping the structure of " + schemas.names().size() + " databases");
      send(other, Parts.STRUCTURE, of(program.structure(), schemas));
      rows.sendWhile(run);
      metadata = run.finish();
      rows.sendRest();
    }
    schemas.requireSame();
    transfer.phase("dumping triggers and accounts");
    send(other, Parts.TRIGGERS, of(program.triggers(), schemas));
    send(other, Parts.SYSTEM_TABLES, program.systemTables(source.identity().version()));
    Optional<ReplicationStart> start =
        source.start(metadata.position(), metadata.gtidSet(), mysql.port());
    out.end(ReplicationFields.of(start).with(Parts.FILES, Integer.toString(rows.sent())));
    return new TransferResult(
        progress.transferred(),
        String.format(
                Locale.ROOT,
                "%,d files of %s by mydumper%s",
                rows.sent(),
                source.identity().version(),
                split ? "" : ", which could not split tables")
            + source.note(),
        start);
  }

  private static List<String> of(List<String> options, Schemas schemas) {
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(schemas.arguments());
    return arguments;
  }

  private void send(Dump dump, String part, List<String> arguments)
      throws IOException, InterruptedException {
    out.write(FrameType.FILE, Fields.none().with(Parts.FIELD, part));
    DumpEnds unused = dump.run(arguments, out.data());
  }
}

package io.orchestrator.agent.mydumper;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.live.frame.Fields;
import io.orchestrator.agent.live.frame.FrameInput;
import io.orchestrator.agent.live.frame.FrameType;
import io.orchestrator.agent.live.logical.DumpLoad;
import io.orchestrator.agent.live.logical.Progress;
import io.orchestrator.agent.live.logical.Pulse;
import io.orchestrator.agent.live.logical.ReplicationFields;
import io.orchestrator.agent.live.logical.RowCheck;
import io.orchestrator.agent.live.logical.Source;
import io.orchestrator.agent.live.logical.Target;
import io.orchestrator.agent.live.server.NewDatadir;
import io.orchestrator.agent.live.server.PrivateServer;
import io.orchestrator.agent.live.server.ServerFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Locale;

/** One receive: everything into files, and then, in its order, into a private server. */
final class Receiving {
  private static final Duration ROOM_LOOK = Duration.ofSeconds(1);

  private final MySqlFacts mysql;
  private final LoadSettings settings;
  private final ReceiveRequest request;
  private final Transfer transfer;
  private final Progress progress;
  private final FrameInput in;

  Receiving(MySqlFacts mysql, LoadSettings settings, ReceiveRequest request, Transfer transfer) {
    this.mysql = mysql;
    this.settings = settings;
    this.request = request;
    this.transfer = transfer;
    this.progress = new Progress(transfer);
    this.in = new FrameInput(transfer.wireReceiver().input());
  }

  TransferResult run() throws InterruptedException {
    try (Pulse pulse = new Pulse(transfer.wireReceiver().output())) {
      pulse.start();
      Fields header = in.read(FrameType.HEADER);
      NewDatadir target = NewDatadir.in(transfer.commands(), mysql, request.datadir());
      Target.requireFitting(header, target);
      Tool tool = Tool.find(transfer.commands(), "myloader", settings.program());
      requireRoom(number(header, Parts.DATA_BYTES) + number(header, Parts.DUMP_BYTES));
      TransferResult result;
      transfer.phase("starting a private server");
      try (PrivateServer server = target.serve(settings.bufferPool());
          ServerFiles rows = server.files("rows");
          ServerFiles other = server.files("other")) {
        tool.requireRuns(server);
        pulse.ready();
        result = receive(server, target, tool, rows, other, Source.note(header));
        transfer.phase("shutting the private server down");
        server.shutDown();
      }
      transfer.phase("syncing to disk");
      target.finish();
      return result;
    } catch (ClosedByInterruptException | InterruptedIOException stopped) {
      boolean unused = Thread.interrupted();
      throw new InterruptedException("receiving was interrupted");
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Receiving into " + request.datadir() + " failed: " + failed,
          failed);
    }
  }

  /** The pulse goes on meanwhile. */
  private void requireRoom(long needed) throws InterruptedException {
    boolean waits = true;
    while (waits) {
      waits = !transfer.awaitRoom(needed, ROOM_LOOK);
    }
    Volume.requireRoom(request.datadir(), needed, "the data with its dump");
  }

  private TransferResult receive(
      PrivateServer server,
      NewDatadir target,
      Tool tool,
      ServerFiles rows,
      ServerFiles other,
      String note)
      throws IOException, InterruptedException {
    DumpLoad load = new DumpLoad(server, progress);
    ArrivingFiles files = new ArrivingFiles(rows, other, in, progress, transfer);
    requirePart(Parts.TIME_ZONES);
    transfer.phase("loading time zones");
    load.timeZones(in.data());
    requirePart(Parts.STRUCTURE);
    transfer.phase("loading the structure");
    load.other(in.data(), "the structure");
    files.receive();
    Fields end = in.read(FrameType.END);
    if (number(end, Parts.FILES) != files.received()) {
      throw new AgentException(
          ErrorCode.CORRUPT_DATA,
          "The source sent %d files, but %d came"
              .formatted(number(end, Parts.FILES), files.received()));
    }
    transfer.phase(String.format(Locale.ROOT, "loading %,d files", files.received()));
    new LoadRun(tool, settings.threads(), server).run(rows);
    transfer.phase("counting the rows of " + files.rows().size() + " tables");
    long all = new RowCheck(server).require(files.rows());
    transfer.phase("loading triggers and accounts");
    try (InputStream triggers = files.read(Parts.TRIGGERS)) {
      load.other(triggers, "triggers");
    }
    try (InputStream accounts = files.read(Parts.SYSTEM_TABLES)) {
      load.systemTables(accounts, target.version());
    }
    return new TransferResult(
        progress.transferred(),
        String.format(Locale.ROOT, "%,d rows of %,d tables by mydumper", all, files.rows().size())
            + note,
        ReplicationFields.read(end));
  }

  private void requirePart(String wanted) throws IOException {
    if (!in.read(FrameType.FILE).get(Parts.FIELD).equals(wanted)) {
      throw new AgentException(ErrorCode.CORRUPT_DATA, "The source sent no " + wanted);
    }
  }

  private static long number(Fields fields, String name) {
    try {
      return Long.parseLong(fields.get(name));
    } catch (NumberFormatException wrong) {
      throw new AgentException(
          ErrorCode.CORRUPT_DATA, "The source sent no number of " + name, wrong);
    }
  }
}

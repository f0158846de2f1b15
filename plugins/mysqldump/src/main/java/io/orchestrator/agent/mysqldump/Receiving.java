package io.orchestrator.agent.mysqldump;

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
import io.orchestrator.agent.live.logical.DumpRows;
import io.orchestrator.agent.live.logical.Progress;
import io.orchestrator.agent.live.logical.Pulse;
import io.orchestrator.agent.live.logical.ReplicationFields;
import io.orchestrator.agent.live.logical.RowCheck;
import io.orchestrator.agent.live.logical.Source;
import io.orchestrator.agent.live.logical.Target;
import io.orchestrator.agent.live.server.NewDatadir;
import io.orchestrator.agent.live.server.PrivateServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Locale;
import java.util.Optional;

/** One receive: a private server on the datadir, the dump into it, a count, a clean shutdown. */
final class Receiving {
  private final MySqlFacts mysql;
  private final Optional<Long> bufferPool;
  private final ReceiveRequest request;
  private final Transfer transfer;
  private final Progress progress;
  private final FrameInput in;

  Receiving(
      MySqlFacts mysql, Optional<Long> bufferPool, ReceiveRequest request, Transfer transfer) {
    this.mysql = mysql;
    this.bufferPool = bufferPool;
    this.request = request;
    this.transfer = transfer;
    this.progress = new Progress(transfer);
    this.in = new FrameInput(transfer.wireReceiver().input());
  }

  TransferResult run() throws InterruptedException {
    DumpRows rows = new DumpRows();
    try (Pulse pulse = new Pulse(transfer.wireReceiver().output())) {
      pulse.start();
      Fields header = in.read(FrameType.HEADER);
      NewDatadir target = NewDatadir.in(transfer.commands(), mysql, request.datadir());
      Target.requireFitting(header, target);
      transfer.phase("starting a private server");
      long all;
      Fields end;
      try (PrivateServer server = target.serve(bufferPool)) {
        pulse.ready();
        load(server, target, rows);
        end = in.read(FrameType.END);
        transfer.phase("counting the rows of " + rows.rows().size() + " tables");
        all = new RowCheck(server).require(rows.rows());
        transfer.phase("shutting the private server down");
        server.shutDown();
      }
      transfer.phase("syncing to disk");
      target.finish();
      return new TransferResult(
          progress.transferred(),
          String.format(Locale.ROOT, "%,d rows of %,d tables by mysqldump", all, rows.rows().size())
              + Source.note(header),
          ReplicationFields.read(end));
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

  private void load(PrivateServer server, NewDatadir target, DumpRows rows)
      throws IOException, InterruptedException {
    DumpLoad load = new DumpLoad(server, progress);
    requirePart(Parts.TIME_ZONES);
    transfer.phase("loading time zones");
    load.timeZones(in.data());
    requirePart(Parts.DATABASES);
    transfer.phase("loading the dump");
    load.databases(in.data(), rows, table -> transfer.phase("loading " + table));
    requirePart(Parts.SYSTEM_TABLES);
    transfer.phase("loading accounts and other system tables");
    load.systemTables(in.data(), target.version());
  }

  private void requirePart(String wanted) throws IOException {
    if (!in.read(FrameType.FILE).get(Parts.FIELD).equals(wanted)) {
      throw new AgentException(
          ErrorCode.CORRUPT_DATA, "The source sent something else than " + wanted);
    }
  }
}

package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.ReplicationStart;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.live.datadir.ClosedDatadir;
import io.orchestrator.agent.live.datadir.InstalledServer;
import io.orchestrator.agent.live.datadir.Ownership;
import io.orchestrator.agent.live.datadir.SyncToDisk;
import io.orchestrator.agent.live.frame.FrameInput;
import io.orchestrator.agent.live.frame.FrameType;
import io.orchestrator.agent.live.tool.Megabytes;
import io.orchestrator.agent.live.tool.ToolWatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One receive: what comes is unpacked as it comes, then prepared and given to the server's user.
 */
final class Restore {
  private static final int BUFFER = 256 * 1024;
  private static final Duration FREEING_LIMIT = Duration.ofMinutes(5);
  private static final Duration ROOM_LOOK = Duration.ofMillis(500);

  private final ToolOptions options;
  private final Path workDirectory;
  private final ReceiveRequest request;
  private final Path datadir;
  private final Transfer transfer;

  Restore(ToolOptions options, Path workDirectory, ReceiveRequest request, Transfer transfer) {
    this.options = options;
    this.workDirectory = workDirectory;
    this.request = request;
    this.datadir = request.datadir();
    this.transfer = transfer;
  }

  TransferResult run() throws InterruptedException {
    FrameInput in = new FrameInput(transfer.wireReceiver().input());
    try {
      Consent consent = new Consent(transfer);
      Working.hear(in, consent);
      Header header = Header.of(in.read(FrameType.HEADER));
      BackupTool tool = fitting(header);
      transfer.phase("looking for room");
      while (!transfer.awaitRoom(header.bytes(), ROOM_LOOK)) {
        consent.working();
      }
      new Room(transfer.commands(), request, FREEING_LIMIT)
          .makeFor(header.bytes(), consent::working);
      // The tool runs by the options and plugins that it finds there.
      try (ClosedDatadir closed = ClosedDatadir.shut(workDirectory, datadir)) {
        consent.give();
        return restore(header, tool, in, closed);
      }
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not receive into " + datadir + ": " + failed.getMessage(),
          failed);
    }
  }

  private TransferResult restore(
      Header header, BackupTool tool, FrameInput in, ClosedDatadir closed)
      throws IOException, InterruptedException {
    long bytes = unpack(tool, in.data());
    requireWhole(bytes, in.read(FrameType.END).get("bytes"));
    prepare(tool);
    new Identity(datadir).forget();
    transfer.phase("setting owner and mode");
    new Ownership(transfer.commands(), datadir, closed).give();
    // With sudo it was root's until now, and nobody else's to read.
    Optional<ReplicationStart> start =
        header.logGap().isPresent()
            ? Optional.empty()
            : BinlogInfo.of(datadir, header.server(), header.port());
    transfer.phase("syncing to disk");
    SyncToDisk.run(transfer, datadir);
    String note = header.logGap().map(why -> "; no replica can follow it: " + why).orElse("");
    return new TransferResult(
        bytes, Megabytes.text(bytes) + " by " + tool + ", prepared" + note, start);
  }

  private BackupTool fitting(Header header) throws InterruptedException {
    InstalledServer.requireStarts(transfer.commands(), header.server());
    BackupTool tool = BackupTool.find(transfer.commands(), header.kind());
    tool.requireFits(header.server());
    return tool;
  }

  private long unpack(BackupTool tool, InputStream data) throws IOException, InterruptedException {
    transfer.phase("unpacking what arrives");
    List<String> line = new ArrayList<>(List.of(tool.streamer().toString(), "-x"));
    line.addAll(List.of("-C", datadir.toString()));
    if (options.parallel() > 1) {
      line.add("--parallel=" + options.parallel());
    }
    Command command = Command.of(line).with("LC_ALL", "C").withoutLimit().asRoot();
    try (RunningCommand streamer = transfer.commands().start(command)) {
      Feed feed = new Feed(streamer.stdin(), transfer);
      feed.all(data, BUFFER);
      ToolEnd.requireUnpacked(
          streamer, feed.tookAll(), "unpack into " + datadir, tool.kind().streamer(), transfer);
      return feed.bytes();
    }
  }

  private void requireWhole(long bytes, String sent) {
    if (!sent.equals(Long.toString(bytes))) {
      throw new AgentException(
          ErrorCode.CORRUPT_DATA,
          "The source sent " + sent.replaceAll("\\D", "?") + " bytes, but " + bytes + " came");
    }
  }

  private void prepare(BackupTool tool) throws InterruptedException {
    transfer.phase("preparing");
    List<String> line = new ArrayList<>();
    line.add(tool.program().toString());
    // What the tool wrote of the source's options, and none of this host's.
    line.add("--defaults-file=" + datadir.resolve("backup-my.cnf"));
    line.add("--prepare");
    line.add("--use-memory=" + options.useMemory());
    line.add("--target-dir=" + datadir);
    line.addAll(options.prepare());
    Command command = Command.of(line).with("LC_ALL", "C").withoutLimit().asRoot();
    try (RunningCommand running = transfer.commands().start(command);
        ToolWatch watch = new ToolWatch(running, LogPhases::prepare, transfer::phase)) {
      watch.start();
      running.stdout().transferTo(OutputStream.nullOutputStream());
      ToolEnd.requireSuccess(running, "prepare the copy in " + datadir, tool.name(), transfer);
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Could not prepare the copy in " + datadir + ": " + failed, failed);
    }
  }
}

package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.live.client.Credentials;
import io.orchestrator.agent.live.datadir.DirectorySize;
import io.orchestrator.agent.live.frame.Fields;
import io.orchestrator.agent.live.frame.FrameOutput;
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

/** One send: the tool's stream goes to the target as it comes. */
final class Backup {
  private static final int BUFFER = 256 * 1024;
  private static final Duration LOOK = Duration.ofMinutes(2);
  private static final String ATTEMPT = "copy the running server";

  private final LiveSource source;
  private final Credentials credentials;
  private final ToolOptions options;
  private final Path workDirectory;
  private final Path datadir;
  private final Transfer transfer;

  Backup(
      LiveSource source,
      Credentials credentials,
      ToolOptions options,
      Path workDirectory,
      SendRequest request,
      Transfer transfer) {
    this.source = source;
    this.credentials = credentials;
    this.options = options;
    this.workDirectory = workDirectory;
    this.datadir = request.source();
    this.transfer = transfer;
  }

  TransferResult run() throws InterruptedException {
    FrameOutput out = new FrameOutput(transfer.wireSender().output());
    try {
      Working working = new Working(out, transfer);
      TablesElsewhere.requireNone(transfer.commands(), datadir, LOOK, working::say);
      out.write(FrameType.HEADER, header(working).fields());
      Consent.await(transfer, working.words());
      long bytes = stream(out.data());
      out.end(Fields.none().with("bytes", Long.toString(bytes)));
      return new TransferResult(
          bytes, Megabytes.text(bytes) + " by " + source.tool() + source.note());
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Could not " + ATTEMPT + ": " + failed.getMessage(), failed);
    }
  }

  private Header header(Working working) throws IOException, InterruptedException {
    return new Header(
        source.tool().kind(),
        source.server().version(),
        source.server().port(),
        DirectorySize.of(transfer.commands(), datadir, working::say),
        source.logGap());
  }

  private long stream(OutputStream data) throws IOException, InterruptedException {
    transfer.phase("starting " + source.tool());
    try (RunningCommand tool = transfer.commands().start(command());
        ToolWatch watch = new ToolWatch(tool, LogPhases::backup, transfer::phase)) {
      tool.stdin().close();
      watch.start();
      long bytes = copy(tool.stdout(), data);
      ToolEnd.requireSuccess(tool, ATTEMPT, source.tool().name(), transfer);
      return bytes;
    }
  }

  private long copy(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long total = 0;
    for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
      to.write(buffer, 0, length);
      total += length;
      transfer.transferred(total);
    }
    to.flush();
    return total;
  }

  private Command command() throws InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(source.tool().program().toString());
    line.addAll(credentials.arguments());
    line.add("--backup");
    line.add("--stream=" + source.tool().kind().streamer());
    line.add("--datadir=" + datadir);
    // Nothing is written there, but the tool wants one.
    line.add("--target-dir=" + workDirectory.resolve("backup"));
    line.add("--parallel=" + options.parallel());
    line.addAll(options.backup());
    return Command.of(line).with("LC_ALL", "C").withoutLimit().asRoot();
  }
}

package io.orchestrator.agent.mydumper;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.live.logical.OwnSchemas;
import io.orchestrator.agent.live.tool.ToolLog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A run of mydumper, which writes into a spool. */
final class DumpRun implements AutoCloseable {
  /** Their rows are other tables', or other servers'. */
  static final String IGNORED_ENGINES =
      "MRG_MYISAM,MRG_MyISAM,MERGE,FEDERATED,CONNECT,SPIDER,OQGRAPH,BLACKHOLE";

  private static final int LOOK_MILLIS = 100;
  private static final int LONGEST_METADATA = 1 << 20;

  /** What it says with its status 0 when a table is missing; the server's own schemas may do. */
  private static final Pattern FAILURE =
      Pattern.compile(
          "CRITICAL|ERROR|[Cc]ould not|Broken table detected, please review: (?!(sys|mysql)\\.)");

  private final FileFolder spool;
  private final RunningCommand running;

  private DumpRun(FileFolder spool, RunningCommand running) {
    this.spool = spool;
    this.running = running;
  }

  /**
   * Starts it.
   *
   * @param login the credentials as mysqldump takes them
   * @param own the databases that are not dumped
   * @param split may it make several files of a table?
   */
  static DumpRun start(
      CommandRunner commands,
      Tool tool,
      DumpSettings settings,
      List<String> login,
      FileFolder spool,
      OwnSchemas own,
      boolean split) {
    List<String> line = new ArrayList<>(List.of(tool.path().toString()));
    // It knows no extra file, but takes that one alone.
    login.forEach(
        option -> line.add(option.replaceFirst("^--defaults-extra-file=", "--defaults-file=")));
    line.addAll(
        List.of(
            "--outputdir=" + spool.path(),
            "--threads=" + settings.threads(),
            "--no-schemas",
            "--no-views",
            // It would compare without regard to case.
            "--regex=^(?!(?-i:" + String.join("|", own.names()) + "|#mysql50#[^.]*)\\.)",
            "--ignore-engines=" + IGNORED_ENGINES,
            "--verbose=2"));
    if (split) {
      line.add("--rows=" + settings.rowsPerFile());
    }
    if (settings.compress()) {
      line.add("--compress");
    }
    line.addAll(settings.extraOptions());
    RunningCommand running = commands.start(Command.of(line).with("LC_ALL", "C").withoutLimit());
    Thread output =
        new Thread(
            () -> {
              try {
                running.stdout().transferTo(OutputStream.nullOutputStream());
              } catch (IOException ended) {
                // It is gone.
              }
            },
            "mydumper-output");
    output.setDaemon(true);
    output.start();
    return new DumpRun(spool, running);
  }

  long pid() {
    return running.pid();
  }

  boolean isAlive() {
    return running.isAlive();
  }

  /** Waits until it has its view of the data; it writes the position down then. */
  void awaitBegun() throws InterruptedException {
    while (running.isAlive() && !hasBegun()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private boolean hasBegun() {
    try {
      return Files.size(spool.path().resolve("metadata.partial")) > 0;
    } catch (IOException notYet) {
      return Files.exists(spool.path().resolve("metadata"));
    }
  }

  /**
   * Waits for its end, which must be a good one.
   *
   * @return what it has written down
   */
  Metadata finish() throws InterruptedException {
    CommandResult end = running.waitFor();
    ToolLog log = ToolLog.of(end.stderr());
    if (!end.succeeded()) {
      throw failure("exited with " + end.exitCode() + ": " + log.lastWords(FAILURE));
    }
    Optional<String> complaint =
        log.last(line -> Optional.of(line).filter(it -> FAILURE.matcher(it).find()));
    if (complaint.isPresent()) {
      throw failure("complained: " + complaint.get());
    }
    Metadata metadata = metadata();
    if (!metadata.isFinished()) {
      throw failure("ended without writing down that it has finished");
    }
    return metadata;
  }

  private Metadata metadata() {
    Path file = spool.path().resolve("metadata");
    try {
      byte[] bytes = Files.newInputStream(file).readNBytes(LONGEST_METADATA);
      return new Metadata(new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException missing) {
      return new Metadata("");
    }
  }

  private static AgentException failure(String what) {
    return new AgentException(
        ErrorCode.COMMAND_FAILED, "Could not dump the server: mydumper " + what);
  }

  @Override
  public void close() {
    running.close();
  }
}

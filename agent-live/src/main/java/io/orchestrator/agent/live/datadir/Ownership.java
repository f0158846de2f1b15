package io.orchestrator.agent.live.datadir;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Gives what a data directory holds to its owner: files of mode 0660, folders of mode 0700. */
public final class Ownership {
  private static final Duration LIMIT = Duration.ofHours(1);
  private static final int MOST_ARGUMENTS = 500;

  private final CommandRunner commands;
  private final Path datadir;
  private final ClosedDatadir closed;

  /**
   * That of a data directory, which keeps its own owner and mode.
   *
   * @param closed keeps the owner out: between a look at an entry and its change nobody may put a
   *     link there
   */
  public Ownership(CommandRunner commands, Path datadir, ClosedDatadir closed) {
    this.commands = commands;
    this.datadir = datadir;
    this.closed = closed;
  }

  /**
   * Changes owner, group and mode; links are not followed.
   *
   * @throws AgentException if that fails
   */
  public void give() throws InterruptedException {
    List<String> entries = entries();
    for (int from = 0; from < entries.size(); from += MOST_ARGUMENTS) {
      give(entries.subList(from, Math.min(entries.size(), from + MOST_ARGUMENTS)));
    }
  }

  private void give(List<String> entries) throws InterruptedException {
    run(List.of("chown", "-R", "--no-dereference", owner(), "--"), entries, List.of());
    run(
        List.of("find"),
        entries,
        List.of(
            "(", "-type", "d", "-exec", "chmod", "0700", "{}", "+", ")", "-o", "(", "-type", "f",
            "-exec", "chmod", "0660", "{}", "+", ")"));
  }

  private void run(List<String> program, List<String> entries, List<String> rest)
      throws InterruptedException {
    List<String> line = new ArrayList<>(program);
    line.addAll(entries);
    line.addAll(rest);
    commands.run(Command.of(line).with("LC_ALL", "C").within(LIMIT).asRoot());
  }

  private String owner() {
    return Integer.toUnsignedString(closed.uid()) + ":" + Integer.toUnsignedString(closed.gid());
  }

  /** By their whole paths, so that none looks like an option. */
  private List<String> entries() {
    List<String> entries = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(datadir)) {
      for (Path entry : all) {
        if (!ClosedDatadir.isNoData(entry)) {
          entries.add(entry.toAbsolutePath().toString());
        }
      }
      return entries;
    } catch (IOException failed) {
      throw unreadable(failed);
    }
  }

  private AgentException unreadable(IOException failed) {
    return new AgentException(
        ErrorCode.IO_FAILED, "Could not read " + datadir + ": " + failed, failed);
  }
}

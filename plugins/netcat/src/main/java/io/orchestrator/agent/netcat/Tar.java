package io.orchestrator.agent.netcat;

import io.orchestrator.agent.api.command.Command;
import java.nio.file.Path;

/**
 * The tar commands. Owners travel by name as well as by number, as with a plain tar: the mysql user
 * need not have the same number on both hosts.
 */
final class Tar {
  private Tar() {}

  /** Holes stay holes; what belongs to the source's server alone, or to its agent, is left out. */
  static Command create(Path source) {
    return Command.of(
            "tar",
            "--create",
            "--file=-",
            "--format=posix",
            "--pax-option=delete=atime,delete=ctime",
            "--sparse",
            "--one-file-system",
            "--warning=no-file-ignored",
            "--anchored",
            "--wildcards",
            "--no-wildcards-match-slash",
            "--exclude=./auto.cnf",
            "--exclude=./*.pid",
            "--exclude=./*.sock",
            "--exclude=./*.sock.lock",
            "--exclude=./lost+found",
            "--exclude=./.orchestrator-agent*",
            "--directory=" + source,
            ".")
        .asRoot()
        .withoutLimit();
  }

  /** The same is left out again, for the sender may be a plain tar. */
  static Command extract(Path datadir) {
    return Command.of(
            "tar",
            "--extract",
            "--file=-",
            "--preserve-permissions",
            "--same-owner",
            "--delay-directory-restore",
            "--anchored",
            "--wildcards",
            "--no-wildcards-match-slash",
            "--exclude=./auto.cnf",
            "--exclude=auto.cnf",
            "--exclude=./lost+found",
            "--exclude=lost+found",
            "--exclude=./.orchestrator-agent*",
            "--exclude=.orchestrator-agent*",
            "--directory=" + datadir)
        .asRoot()
        .withoutLimit();
  }
}

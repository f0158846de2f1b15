package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tables whose data is outside of the datadir: they would not come up on the target. To find them
 * is to look at each name in it, so one answer serves for some minutes where one is asked often.
 */
final class TablesElsewhere {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration QUICK = Duration.ofSeconds(5);
  private static final Duration FRESH = Duration.ofMinutes(5);

  private record Look(Path datadir, Instant at, Optional<String> table) {}

  private final Clock clock;
  private volatile Optional<Look> last = Optional.empty();

  TablesElsewhere(Clock clock) {
    this.clock = clock;
  }

  /** Refuses a datadir that has some now. */
  void requireNone(CommandRunner commands, Path datadir) throws InterruptedException {
    refuse(look(commands, datadir, LIMIT));
  }

  /** The same, as known some minutes ago; a datadir that takes long to look at passes. */
  void requireNoneLately(CommandRunner commands, Path datadir) throws InterruptedException {
    Optional<Look> known = last.filter(look -> isFresh(look, datadir));
    if (known.isPresent()) {
      refuse(known.get());
      return;
    }
    try {
      refuse(look(commands, datadir, QUICK));
    } catch (AgentException failed) {
      if (failed.code() != ErrorCode.TIMED_OUT) {
        throw failed;
      }
      last = Optional.of(new Look(datadir, clock.instant(), Optional.empty()));
    }
  }

  private boolean isFresh(Look look, Path datadir) {
    return look.datadir().equals(datadir) && clock.instant().isBefore(look.at().plus(FRESH));
  }

  private Look look(CommandRunner commands, Path datadir, Duration limit)
      throws InterruptedException {
    // The slash: it may be a link. The race: the server's temporary files come and go.
    List<String> line = new ArrayList<>(List.of("find", datadir + "/", "-ignore_readdir_race"));
    line.addAll(List.of("-mindepth", "2", "-name", "*.isl", "-print", "-quit"));
    Command find = Command.of(line);
    CommandResult found = commands.run(find.within(limit).asRoot());
    Look look = new Look(datadir, clock.instant(), found.lines().stream().findFirst());
    last = Optional.of(look);
    return look;
  }

  private static void refuse(Look look) {
    if (look.table().isPresent()) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          "Can't seed from the running server: tables have their data outside of "
              + look.datadir()
              + " (DATA DIRECTORY), such as "
              + look.table().get().replaceAll("\\p{Cntrl}+", " ")
              + ": move them into it");
    }
  }
}

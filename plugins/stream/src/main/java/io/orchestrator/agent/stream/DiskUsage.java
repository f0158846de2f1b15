package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sparse files need less than their size; Java can't tell, du can. */
final class DiskUsage {
  private static final Logger log = LoggerFactory.getLogger(DiskUsage.class);
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final long LOOK_EVERY_MILLIS = 100;

  private final CommandRunner commands;

  DiskUsage(CommandRunner commands) {
    this.commands = commands;
  }

  /** Told all the time that work goes on. */
  interface Beat {
    void beat() throws IOException;
  }

  /** What a folder takes, in bytes; {@link Totals#UNKNOWN} if that can't be found out. */
  long of(Path folder, Beat beat) throws IOException, InterruptedException {
    Command du = Command.of("du", "-sx", "--block-size=1", "--", folder.toString()).within(LIMIT);
    try (RunningCommand running = commands.start(du)) {
      while (running.isAlive()) {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        beat.beat();
      }
      boolean good = running.waitFor().exitCode() == 0;
      String line = new String(running.stdout().readAllBytes(), StandardCharsets.UTF_8);
      if (!good) {
        log.debug("Measuring {} failed", folder);
        return Totals.UNKNOWN;
      }
      return Long.parseLong(line.substring(0, line.indexOf('\t')));
    } catch (AgentException | NumberFormatException | IndexOutOfBoundsException unknown) {
      return Totals.UNKNOWN;
    }
  }
}

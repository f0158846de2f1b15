package io.orchestrator.agent.commands;

import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.seed.SeedTransportContract;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** The contract with scripts such as installations of the Go agent have. */
@RequiresTool({"tar", "nc.openbsd"})
class CommandSeedIT extends SeedTransportContract {
  @TempDir Path scripts;

  @Override
  protected SeedTransport transport(FakeAgentContext context) {
    Path receive =
        script(
            "receive", "nc.openbsd -d -l \"$2\" | tar --extract --preserve-permissions -C \"$1\"");
    Path send =
        script("send", "tar --create --sparse --one-file-system -C \"$1\" . | nc.openbsd -N $2 $3");
    return new CommandSeed(
        context
            .with("ReceiveSeedDataCommand", "bash " + receive)
            .with("SendSeedDataCommand", "bash " + send)
            .withCommands(new ProcessRunner(false)));
  }

  /** Also how long a cut connection goes on if it was too short to be seen. */
  @Override
  protected Duration patience() {
    return Duration.ofSeconds(20);
  }

  /** The host measures the data directory while a command fills it. */
  @Override
  protected boolean supportsProgress() {
    return false;
  }

  /** The script chooses the address, and this one listens on all. */
  @Override
  protected boolean supportsListenAddress() {
    return false;
  }

  /** A command's status does not tell why it failed. */
  @Override
  protected boolean supportsTellingAFullDisk() {
    return false;
  }

  /** Nor does it tell whose failure it was. */
  @Override
  protected boolean supportsTellingALostReceiver() {
    return false;
  }

  private Path script(String name, String line) {
    try {
      return Files.writeString(scripts.resolve(name), "set -o pipefail\n" + line + "\n");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}

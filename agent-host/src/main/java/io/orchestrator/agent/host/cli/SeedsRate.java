package io.orchestrator.agent.host.cli;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows or changes how fast the running agent sends. */
@Command(
    name = "rate",
    description = {
      "Show how many bytes a second the running agent sends at most, or change that until "
          + "its next start, also for a seed that goes on.",
      "It is for seeds over the agents' own connection."
    })
final class SeedsRate implements Callable<Integer> {
  @ParentCommand
  @SuppressWarnings("NullAway.Init")
  private SeedsGroup parent;

  @Parameters(
      arity = "0..1",
      paramLabel = "LIMIT",
      description = "Such as 100M, at least 1M; 0 for no limit.")
  private @Nullable String limit;

  @Override
  public Integer call() {
    LocalAgent agent = new LocalAgent(parent.configuration().config());
    long bytes =
        Optional.ofNullable(limit)
            .map(text -> agent.post("seed-rate", Map.of("limit", text)))
            .orElseGet(() -> agent.get("seed-rate"))
            .path("BytesPerSecond")
            .asLong();
    parent.out().println(bytes == 0 ? "no limit" : Sizes.text(bytes) + " a second");
    return 0;
  }
}

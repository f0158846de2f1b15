package io.orchestrator.agent.host.cli;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.LoadedConfig;
import io.orchestrator.agent.host.service.ChosenServiceManager;
import io.orchestrator.agent.host.tls.TlsContexts;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Checks the configuration and the plugins' settings in it. */
@Command(
    name = "config",
    description = "Check the configuration.",
    synopsisSubcommandLabel = "check",
    subcommands = ConfigCheck.Check.class)
final class ConfigCheck extends CommandGroup {
  @Command(
      name = "check",
      description = "Report every mistake in the configuration, or that there is none.")
  static final class Check implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    ConfigCheck parent;

    @Override
    public Integer call() throws AgentException, InterruptedException {
      PrintWriter out = parent.out();
      PrintWriter err = parent.err();
      LoadedConfig loaded = parent.configuration().read();
      try (LoadedPlugins loading = LoadedPlugins.of(loaded.config())) {
        loaded.requireGood(loading.plugins().problems());
        certificates(loaded.config()).forEach(warning -> err.println("warning: " + warning));
        loaded.warnings().forEach(warning -> err.println("warning: " + warning));
        PluginsCheck.wrong(loading.plugins()).forEach(failed -> err.println("warning: " + failed));
        loading.plugins().warnings().forEach(warning -> err.println("warning: " + warning));
        ChosenServiceManager.problem(loading.plugins(), loaded.config())
            .ifPresent(warning -> err.println("warning: " + warning));
      }
      out.println(
          "The configuration is good: "
              + loaded.files().stream().map(Path::toString).collect(Collectors.joining(", ")));
      return 0;
    }

    static List<String> certificates(AgentConfig config) {
      TlsContexts tls = new TlsContexts(config.http().tls());
      tls.seeding(); // fails as the daemon would at the first use
      return tls.warnings(Instant.now(), config.wire().tls());
    }
  }
}

package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.mount.MountTable;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.AgentConfigLoader;
import io.orchestrator.agent.host.config.ConfigFiles;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A folder of plugins, and a configuration that has them loaded. */
final class PluginRig {
  /** Waits for ever, whatever interrupts it; as an infinite loop would, but without its noise. */
  static final String HANG =
      "while (true) { java.util.concurrent.locks.LockSupport.park(); Thread.interrupted(); }";

  private final Path root;
  private String members = "";
  private Duration limit = Duration.ofSeconds(30);
  private PluginLoading loading;

  PluginRig(Path root) throws IOException {
    this.root = root;
    Files.createDirectory(folder());
  }

  Path folder() {
    return root.resolve("plugins");
  }

  Path state() {
    return root.resolve("state");
  }

  /** More of the configuration, with single quotes. */
  PluginRig with(String more) {
    members += ", " + more;
    return this;
  }

  PluginRig limit(Duration stepLimit) {
    limit = stepLimit;
    return this;
  }

  /** A plugin whose only extension is a service manager of the same name. */
  void good(String id) {
    PluginJarBuilder.plugin(id, "1.2.3").source("acme.Service", service(id, "")).buildIn(folder());
  }

  Plugins load(String... enabled) throws InterruptedException {
    loading = loading(enabled);
    return loading.load();
  }

  void deleteUnused() {
    loading.deleteUnused();
  }

  void stop() {
    loading.stop();
  }

  private PluginLoading loading(String... enabled) {
    AgentConfig config = config(enabled);
    PluginSpace space = PluginSpace.of(state());
    PluginContexts contexts =
        new PluginContexts(
            new ProcessRunner(false),
            FakeMySqlFacts.of(root.resolve("datadir")),
            new MountTable(),
            space,
            Clock.systemUTC());
    return new PluginLoading(config, contexts, space, limit);
  }

  private AgentConfig config(String... enabled) {
    String ids = List.of(enabled).stream().collect(Collectors.joining("','", "['", "']"));
    String json =
        "{'AgentsServer': 'http://orc:3001', 'StateDirectory': '"
            + state()
            + "', 'Plugins.Enabled': "
            + (enabled.length == 0 ? "[]" : ids)
            + members
            + "}";
    try {
      Path file = Files.writeString(root.resolve("agent.conf.json"), json.replace('\'', '"'));
      return new AgentConfigLoader(folder(), "db1").load(ConfigFiles.only(file)).config();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Source text of a service manager acme.Service; {@code more} replaces its constructor. */
  static String service(String name, String more) {
    return service("Service", name, more, "return CheckResult.usable(\"fine\");");
  }

  static String service(String className, String name, String more, String check) {
    return """
        package acme;
        import io.orchestrator.agent.api.*;
        import io.orchestrator.agent.api.service.*;
        @org.pf4j.Extension
        public class %s implements ServiceManager {
          %s
          @Override public String name() { return "%s"; }
          @Override public CheckResult check() throws InterruptedException { %s }
          @Override public ServiceStatus status() { return ServiceStatus.RUNNING; }
          @Override public void start() {}
          @Override public void stop() {}
        }
        """
        .formatted(className, more, name, check);
  }

  /** Source text of a plugin class acme.Main. */
  static String plugin(String members) {
    return """
        package acme;
        import io.orchestrator.agent.api.*;
        import java.util.List;
        public class Main extends AgentPlugin {
          %s
        }
        """
        .formatted(members);
  }

  /** What the check of the service manager of that name says. */
  static String checkOf(Plugins plugins, String name) throws InterruptedException {
    return plugins.find(ServiceManager.class, name).orElseThrow().check().reason();
  }

  static PluginStatus statusOf(Plugins plugins, String id) {
    return plugins.statuses().stream()
        .filter(status -> status.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no status of " + id + " in " + plugins.statuses()));
  }
}

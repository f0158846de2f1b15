package io.orchestrator.agent.host.cli;

import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;

/** A plugin "acme" whose seed transport "parcel" the configuration can name. */
final class AcmePlugin {
  /** The system property that tells that a plugin was stopped. */
  static final String STOPPED = "acme.stopped";

  private AcmePlugin() {}

  static PluginJarBuilder good() {
    return withCheck("return CheckResult.usable(\"parcel 3.1\");");
  }

  /** With a service manager as well, of a name that is a candidate by default. */
  static PluginJarBuilder serving() {
    return good().source("acme.Valet", valet("service", "CheckResult.usable(\"at your service\")"));
  }

  /** Source text of a service manager acme.Valet of this name, whose check has this result. */
  static String valet(String name, String result) {
    return """
        package acme;
        import io.orchestrator.agent.api.*;
        import io.orchestrator.agent.api.service.*;
        @org.pf4j.Extension
        public class Valet implements ServiceManager {
          @Override public String name() { return "%s"; }
          @Override public CheckResult check() { return %s; }
          @Override public ServiceStatus status() { return ServiceStatus.STOPPED; }
          @Override public void start() {}
          @Override public void stop() {}
        }
        """
        .formatted(name, result);
  }

  /** With this body of its check(). */
  static PluginJarBuilder withCheck(String check) {
    return PluginJarBuilder.plugin("acme", "1.2.3")
        .pluginClass("acme.Main")
        .source("acme.Main", main("Setting.number(\"Limit\", 1, 9, \"Limits\")"))
        .source("acme.Parcel", parcel(check));
  }

  /** Source text of acme.Main with one setting. */
  static String main(String setting) {
    return """
        package acme;
        import io.orchestrator.agent.api.*;
        import java.util.List;
        public class Main extends AgentPlugin {
          @Override public List<Setting<?>> settings() { return List.of(%s); }
          @Override public void stop() { System.setProperty("%s", "yes"); }
        }
        """
        .formatted(setting, STOPPED);
  }

  private static String parcel(String check) {
    return """
        package acme;
        import io.orchestrator.agent.api.*;
        import io.orchestrator.agent.api.seed.*;
        @org.pf4j.Extension
        public class Parcel implements SeedTransport {
          @Override public String name() { return "parcel"; }
          @Override public CheckResult check() { %s }
          @Override public SeedContent content() { return SeedContent.SNAPSHOT; }
          @Override public TransferResult send(SendRequest request, Transfer transfer) {
            throw new AgentException(ErrorCode.UNSUPPORTED, "no");
          }
          @Override public TransferResult receive(ReceiveRequest request, Transfer transfer) {
            throw new AgentException(ErrorCode.UNSUPPORTED, "no");
          }
        }
        """
        .formatted(check);
  }
}

package io.orchestrator.agent.host.e2e;

import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import java.nio.file.Path;

/**
 * A small live transport "copier": it sends the datadir's ibdata1 as one stream, unless there is a
 * file "down" in the datadir, and knows where replication starts.
 */
final class LivePlugin {
  static final String ID = "copier";

  /** What is in the datadir while it can't be used. */
  static final String DOWN = "down";

  private LivePlugin() {}

  static void buildIn(Path folder) {
    PluginJarBuilder.plugin(ID, "1.0.0").source("acme.Copier", SOURCE).buildIn(folder);
  }

  private static final String SOURCE =
      """
      package acme;
      import io.orchestrator.agent.api.*;
      import io.orchestrator.agent.api.seed.*;
      import java.io.*;
      import java.nio.file.*;
      import java.util.Optional;
      @org.pf4j.Extension
      public class Copier implements SeedTransport {
        private final AgentContext context;
        public Copier(AgentContext context) { this.context = context; }
        @Override public String name() { return "copier"; }
        @Override public SeedContent content() { return SeedContent.LIVE; }
        @Override public boolean usesWire() { return true; }
        @Override public CheckResult check() throws InterruptedException {
          return Files.exists(context.mysql().datadir().resolve("down"))
              ? CheckResult.unusable("the server is down")
              : CheckResult.usable("by hand");
        }
        @Override public TransferResult send(SendRequest request, Transfer transfer) {
          try (OutputStream out = transfer.wireSender().output()) {
            return new TransferResult(Files.copy(request.source().resolve("ibdata1"), out), "sent");
          } catch (IOException e) {
            throw new AgentException(ErrorCode.IO_FAILED, "could not copy: " + e, e);
          }
        }
        @Override public TransferResult receive(ReceiveRequest request, Transfer transfer) {
          try (InputStream in = transfer.wireReceiver().input()) {
            long bytes = Files.copy(in, request.datadir().resolve("ibdata1"));
            return new TransferResult(bytes, "copied",
                Optional.of(new ReplicationStart(ReplicationStart.Flavor.MARIADB, 3307,
                    Optional.of(new BinaryLogPosition("bin.000003", 1234)),
                    Optional.of("0-1-5"))));
          } catch (IOException e) {
            throw new AgentException(ErrorCode.IO_FAILED, "could not copy: " + e, e);
          }
        }
        @Override public void finish(FinishRequest request) {
          try {
            Files.writeString(request.datadir().resolve("finished"), request.sourceHost());
          } catch (IOException e) {
            throw new AgentException(ErrorCode.IO_FAILED, "could not finish: " + e, e);
          }
        }
      }
      """;
}

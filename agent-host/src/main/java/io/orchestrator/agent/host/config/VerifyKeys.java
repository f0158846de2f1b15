package io.orchestrator.agent.host.config;

import io.orchestrator.agent.api.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Verifying snapshots. */
final class VerifyKeys {
  private static final Setting<Path> DIRECTORY =
      Setting.path(
              "VerifyDirectory",
              "Where verified copies are mounted and their servers have sockets and logs; the"
                  + " datadir's owner must be able to get there")
          .withDefault(Path.of("/run/orchestrator-agent-verify"));
  private static final Setting<Duration> LIMIT =
      Setting.duration(
              "VerifyMinutes",
              Duration.ofMinutes(1),
              1,
              1440,
              "How long the verification of a snapshot may take")
          .withDefault(Duration.ofMinutes(60));
  private static final Setting<Integer> BUFFER_POOL =
      Setting.number(
              "VerifyBufferPoolMegabytes",
              32,
              1_048_576,
              "Buffer pool of the private server: a larger one recovers faster")
          .withDefault(256);

  private VerifyKeys() {}

  static List<Setting<?>> all() {
    return List.of(DIRECTORY, LIMIT, BUFFER_POOL);
  }

  static VerifyConfig bind(Values values) {
    return new VerifyConfig(values.get(DIRECTORY), values.get(LIMIT), values.get(BUFFER_POOL));
  }
}

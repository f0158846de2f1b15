package io.orchestrator.agent.testkit.orchestrator;

import java.time.Duration;

/**
 * How fast a seed is driven.
 *
 * @param poll the pause between two looks at the target
 * @param waitBeforeSend the pause between receive and send
 */
public record SeedPace(Duration poll, Duration waitBeforeSend) {
  /** The real server's: 30 and 2 seconds. */
  public static SeedPace ofServer() {
    return new SeedPace(Duration.ofSeconds(30), Duration.ofSeconds(2));
  }

  /** For tests: 100 and 50 milliseconds. */
  public static SeedPace quick() {
    return new SeedPace(Duration.ofMillis(100), Duration.ofMillis(50));
  }
}

package io.orchestrator.agent.host.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.host.fixture.TestHost;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedMountsTest {
  @TempDir Path folder;

  @Test
  void takesAMountForFreshUntilASeedUsesItHoweverFastTimePasses() {
    TestHost host = new TestHost(folder);
    InstantSource ticking =
        () -> {
          host.clock().advance(Duration.ofMillis(1));
          return host.clock().instant();
        };
    host.changing(binder -> binder.bind(Clock.class).toInstance(ticking.withZone(ZoneOffset.UTC)));
    SeedMounts mounts = host.get(SeedMounts.class);

    mounts.mounted("/dev/vg0/one");
    assertThat(mounts.note()).hasValueSatisfying(note -> assertThat(note.fresh()).isTrue());

    mounts.inUse();
    mounts.released();
    assertThat(mounts.note()).hasValueSatisfying(note -> assertThat(note.fresh()).isFalse());
  }
}

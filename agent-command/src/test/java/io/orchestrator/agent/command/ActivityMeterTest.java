package io.orchestrator.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ActivityMeterTest {
  private static final long NO_SUCH_PID = Long.MAX_VALUE;

  private final AtomicLong disks = new AtomicLong(1_000);
  private final ActivityMeter meter = new ActivityMeter(disks::get);

  private long ioBytes(boolean waitsForDisk) {
    HostProcess sync = new HostProcess(NO_SUCH_PID, 1, 1, 7, 0, waitsForDisk, "sync");
    return meter.read(() -> List.of(sync)).ioBytes();
  }

  @Test
  void whatTheDisksWriteCountsWhileAProcessWaitsForThem() {
    long before = ioBytes(true);
    disks.addAndGet(4_096);

    assertThat(ioBytes(true)).isEqualTo(before + 4_096);
  }

  @Test
  void whatTheDisksWriteForOthersDoesNotCount() {
    long before = ioBytes(false);
    disks.addAndGet(4_096);

    assertThat(ioBytes(false)).isEqualTo(before);
  }

  @Test
  void aProcessThatWaitsForADiskThatWritesNothingDoesNotWork() {
    long before = ioBytes(true);

    assertThat(ioBytes(true)).isEqualTo(before);
  }
}

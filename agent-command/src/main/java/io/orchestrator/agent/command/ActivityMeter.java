package io.orchestrator.agent.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Adds up what processes do. */
final class ActivityMeter {
  private record Reading(long startTicks, long cpuTicks, long ioBytes) {}

  private Map<Long, Reading> readings = new HashMap<>();
  private long endedCpuTicks;
  private long endedIoBytes;
  private long writtenForAnybody;
  private long writtenWhileWaiting;
  private final LongSupplier diskWrites;

  ActivityMeter() {
    this(ProcessTable::bytesWrittenToDisks);
  }

  ActivityMeter(LongSupplier diskWrites) {
    this.diskWrites = diskWrites;
    this.writtenForAnybody = diskWrites.getAsLong();
  }

  synchronized ScopeActivity read(Supplier<List<HostProcess>> look) {
    Map<Long, Reading> before = readings;
    readings = new HashMap<>();
    boolean waiting = false;
    for (HostProcess process : look.get()) {
      waiting |= process.waitsForDisk();
      Reading last = before.get(process.pid());
      if (last != null && last.startTicks() == process.startTicks()) {
        before.remove(process.pid());
      } else {
        last = new Reading(process.startTicks(), 0, 0);
      }
      readings.put(process.pid(), later(process, last));
    }
    for (Reading ended : before.values()) {
      endedCpuTicks += ended.cpuTicks();
      endedIoBytes += ended.ioBytes();
    }
    long written = diskWrites.getAsLong();
    // A sync does nothing itself: the kernel writes, and puts it down to nobody who waits for it.
    writtenWhileWaiting += waiting ? Math.max(0, written - writtenForAnybody) : 0;
    writtenForAnybody = written;
    long cpuTicks = endedCpuTicks;
    long ioBytes = endedIoBytes + writtenWhileWaiting;
    for (Reading reading : readings.values()) {
      cpuTicks += reading.cpuTicks();
      ioBytes += reading.ioBytes();
    }
    return new ScopeActivity(cpuTicks, ioBytes, readings.size());
  }

  /** A process that has become another user's does not let its figures be read any more. */
  private static Reading later(HostProcess process, Reading last) {
    long io = ProcessTable.ioBytes(process.pid()).orElse(0L);
    return new Reading(
        process.startTicks(),
        Math.max(last.cpuTicks(), process.cpuTicks()),
        Math.max(last.ioBytes(), io));
  }
}

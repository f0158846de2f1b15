package io.orchestrator.agent.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Adds up what processes do. */
final class ActivityMeter {
  private record Reading(long startTicks, long cpuTicks, long ioBytes) {}

  private Map<Long, Reading> readings = new HashMap<>();
  private long endedCpuTicks;
  private long endedIoBytes;

  synchronized ScopeActivity read(Supplier<List<HostProcess>> look) {
    Map<Long, Reading> before = readings;
    readings = new HashMap<>();
    for (HostProcess process : look.get()) {
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
    long cpuTicks = endedCpuTicks;
    long ioBytes = endedIoBytes;
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

package io.orchestrator.agent.host.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keys of older Go agents that a configuration may still have. */
final class RetiredKeys {
  private static final String PROVIDER = "snapshot plugins do that by themselves";
  private static final Map<String, String> INSTEAD =
      Map.of(
          "LogicalVolumesCommand", PROVIDER,
          "GetMountCommand", "the agent reads the kernel's list of mounts",
          "MountLVCommand", PROVIDER,
          "UnmountCommand", PROVIDER,
          "RemoveLVCommand", PROVIDER,
          "GetLogicalVolumeFSTypeCommand", PROVIDER,
          "MySQLTailErrorLogCommand",
              "the agent finds MySQL's error log by itself; MySQLDefaultsFile helps it if it can't",
          "SeedTransferPort", "set SeedPort instead");

  private RetiredKeys() {}

  /**
   * Takes them out of the values, whose keys are matched without regard to case. Returns a line for
   * each that was set.
   */
  static List<String> removeFrom(Map<String, Object> values) {
    List<String> warnings = new ArrayList<>();
    for (Map.Entry<String, String> retired : new TreeMap<>(INSTEAD).entrySet()) {
      Object value = values.remove(retired.getKey());
      if (value != null && !(value instanceof String text && text.isBlank())) {
        warnings.add(retired.getKey() + " is no longer used: " + retired.getValue());
      }
    }
    return warnings;
  }
}

package io.orchestrator.agent.command;

import java.util.Arrays;
import java.util.Set;

/** The environment variable by which the processes of a scope are known again. */
final class Marker {
  static final String VARIABLE = "ORCHESTRATOR_AGENT_SEED";

  private Marker() {}

  static boolean isOn(HostProcess process, Set<String> markers) {
    return ProcessTable.environment(process.pid())
        .filter(environment -> environment.contains(VARIABLE))
        .map(environment -> environment.split("\0", -1))
        .filter(
            entries ->
                Arrays.stream(entries)
                    .filter(entry -> entry.startsWith(VARIABLE + "="))
                    .anyMatch(entry -> markers.contains(entry.substring(VARIABLE.length() + 1))))
        .isPresent();
  }

  static String checked(String marker) {
    if (marker.isBlank() || marker.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a marker must be a text that is not blank");
    }
    return marker;
  }
}

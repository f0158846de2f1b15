package io.orchestrator.agent.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds and ends what a crashed agent has left running. */
public final class Strays {
  private final Ending ending;

  /**
   * Strays of an agent on this host.
   *
   * @param execWithSudo are processes of other users ended by {@code sudo -n kill}?
   */
  public Strays(boolean execWithSudo) {
    ProgramPath path = new ProgramPath(Optional.ofNullable(System.getenv("PATH")).orElse(""));
    ending = new Ending(new Signals(execWithSudo ? path.find("sudo") : Optional.empty()));
  }

  /**
   * Ends every process that bears one of these markers, with its descendants and the session that
   * it leads. Takes ten seconds at most, mostly far less; not interruptible.
   *
   * @param markers those of the scopes that were open, from a journal
   * @return what was ended and what could not be, one line a process, with pid and name
   */
  public List<String> end(Set<String> markers) {
    Set<String> wanted = Set.copyOf(markers);
    wanted.forEach(Marker::checked);
    if (wanted.isEmpty()) {
      return List.of();
    }
    Family family = new Family(process -> Marker.isOn(process, wanted));
    Set<String> found = new LinkedHashSet<>();
    List<HostProcess> survivors =
        ending.end(
            () -> {
              List<HostProcess> living = family.living();
              living.forEach(process -> found.add(process.label()));
              return living;
            });
    List<String> lines = new ArrayList<>();
    List<String> left = survivors.stream().map(HostProcess::label).toList();
    found.forEach(label -> lines.add((left.contains(label) ? "could not end " : "ended ") + label));
    return lines;
  }
}

package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.host.config.SeedConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what an extension returns before the agent believes it. The API's records refuse much by
 * themselves; this is the rest.
 */
final class PluginResults {
  private static final int MOST_ELEMENTS = 100_000;
  private static final int LONGEST_NAME = 4096;
  private static final int LONGEST_LINE = 2000;

  private PluginResults() {}

  /**
   * The result as the agent may use it: lists are copied, texts for people fit on a line.
   *
   * @param what a plugin's code returned, null included
   * @throws NonsenseException if the API does not allow it; the message says why
   */
  static Object accepted(@Nullable Object what) throws NonsenseException {
    if (what == null) {
      throw new NonsenseException("returned null");
    }
    if (what instanceof List<?> list) {
      return elements(list);
    }
    if (what instanceof Optional<?> optional) {
      return optional.isEmpty() ? optional : Optional.of(accepted(optional.get()));
    }
    if (what instanceof Volume volume) {
      return volume(volume);
    }
    if (what instanceof Mount mount) {
      return mount(mount);
    }
    if (what instanceof CheckResult check) {
      return new CheckResult(check.usable(), line(check.reason()));
    }
    if (what instanceof TransferResult result) {
      return new TransferResult(result.bytes(), line(result.summary()), result.replication());
    }
    return what;
  }

  private static List<Object> elements(List<?> list) throws NonsenseException {
    List<Object> accepted = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    for (Object element : list) {
      if (accepted.size() == MOST_ELEMENTS) {
        throw new NonsenseException("returned a list of more than " + MOST_ELEMENTS);
      }
      if (element == null) {
        throw new NonsenseException("returned a list with null in it");
      }
      // Hosts are the only texts that come in lists.
      accepted.add(element instanceof String host ? name("a host", host) : accepted(element));
      if (element instanceof Volume volume
          && !volume.path().isEmpty()
          && !paths.add(volume.path())) {
        throw new NonsenseException("returned two volumes of the path " + volume.path());
      }
    }
    return List.copyOf(accepted);
  }

  private static Volume volume(Volume volume) throws NonsenseException {
    text("a volume's path", volume.path());
    if (volume.path().startsWith(SeedConfig.LIVE)) {
      throw new NonsenseException(
          "returned a volume of the path " + volume.path() + ", which stands for a live source");
    }
    name("a volume's name", volume.name());
    text("a volume's group", volume.group());
    if (volume.origin().isPresent()) {
      text("a volume's origin", volume.origin().get());
    }
    return volume;
  }

  private static Mount mount(Mount mount) throws NonsenseException {
    Path path = mount.path();
    text("a mount's path", path.toString());
    if (!path.isAbsolute() || !path.equals(path.normalize()) || path.getNameCount() == 0) {
      throw new NonsenseException(
          "returned a mount at \"" + path + "\", which is no absolute path of a folder");
    }
    text("a mount's device", mount.device());
    text("a mount's volume path", mount.volumePath());
    text("a mount's file system", mount.fileSystem());
    return mount;
  }

  private static String name(String what, String text) throws NonsenseException {
    if (text.isBlank()) {
      throw new NonsenseException("returned " + what + " that is blank");
    }
    return text(what, text);
  }

  private static String text(String what, String text) throws NonsenseException {
    if (text.length() > LONGEST_NAME) {
      throw new NonsenseException(
          "returned " + what + " of " + text.length() + " characters; at most " + LONGEST_NAME);
    }
    if (text.chars().anyMatch(PluginResults::breaksLines)) {
      throw new NonsenseException(
          "returned " + what + " with a control character or line break in it");
    }
    return text;
  }

  private static String line(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
    return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line;
  }

  private static boolean breaksLines(int character) {
    return Character.isISOControl(character) || character == 0x2028 || character == 0x2029;
  }

  /** A result that the API does not allow. */
  static final class NonsenseException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String what;

    NonsenseException(String what) {
      super(what);
      this.what = what;
    }

    /** What the method did, as the rest of a sentence. */
    String what() {
      return what;
    }
  }
}

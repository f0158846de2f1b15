package io.orchestrator.agent.btrfs;

import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A subvolume, as {@code btrfs subvolume show} tells it.
 *
 * @param path where it is
 * @param treePath its path in the file system, without a leading slash; empty for the top level
 * @param parent the identity of what it is a snapshot of
 * @param identity its own
 * @param created when it was made
 * @param generation the file system's count of changes at that time, which is finer
 */
record Subvolume(
    Path path,
    String treePath,
    Optional<String> parent,
    Optional<String> identity,
    Optional<Instant> created,
    long generation) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z");

  static Subvolume of(Path path, String shown) {
    String first = shown.lines().findFirst().orElse("").strip();
    return new Subvolume(
        path,
        first.equals("/") ? "" : first,
        field(shown, "Parent UUID"),
        field(shown, "UUID"),
        field(shown, "Creation time").flatMap(Subvolume::time),
        field(shown, "Gen at creation")
            .filter(text -> text.matches("\\d{1,18}"))
            .map(Long::valueOf)
            .orElse(0L));
  }

  private static Optional<String> field(String shown, String name) {
    Matcher matcher =
        Pattern.compile("^\\s+" + name + ":\\s+(\\S.*)$", Pattern.MULTILINE).matcher(shown);
    return matcher.find()
        ? Optional.of(matcher.group(1).strip()).filter(value -> !value.equals("-"))
        : Optional.empty();
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(TIME.parse(text, Instant::from));
    } catch (DateTimeParseException other) {
      return Optional.empty();
    }
  }

  String name() {
    return String.valueOf(path.getFileName());
  }
}

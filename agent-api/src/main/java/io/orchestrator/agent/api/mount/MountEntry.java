package io.orchestrator.agent.api.mount;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One mount: a line of {@code /proc/self/mountinfo}, see proc(5). Paths are texts, for in the C
 * locale Java can't hold every path.
 *
 * @param device major and minor number, as in {@code 253:4}
 * @param root what of the file system is mounted: {@code /}, or the path of a folder or subvolume
 * @param mountPoint where it is mounted, without symbolic links
 * @param readOnly true if it can't be written to there
 * @param fileSystem its type, such as "ext4"
 * @param source what was mounted, such as {@code /dev/mapper/vg-snap}
 */
public record MountEntry(
    String device,
    String root,
    String mountPoint,
    boolean readOnly,
    String fileSystem,
    String source) {
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-3][0-7]{2})");

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it isn't one of mountinfo
   */
  public static MountEntry of(String line) {
    List<String> fields = List.of(line.split(" ", -1));
    // Between the options and the dash there may be any number of tags such as "shared:1".
    int dash = fields.subList(Math.min(6, fields.size()), fields.size()).indexOf("-") + 6;
    if (dash < 6 || fields.size() < dash + 4) {
      throw new IllegalArgumentException("not a line of mountinfo: " + line);
    }
    return new MountEntry(
        fields.get(2),
        decoded(fields.get(3)),
        decoded(fields.get(4)),
        has(fields.get(5), "ro") || has(fields.get(dash + 3), "ro"),
        fields.get(dash + 1),
        decoded(fields.get(dash + 2)));
  }

  private static boolean has(String options, String option) {
    return List.of(options.split(",")).contains(option);
  }

  /** The kernel writes blanks, tabs, newlines and backslashes as octal numbers. */
  private static String decoded(String field) {
    return OCTAL.matcher(field).replaceAll(MountEntry::character);
  }

  private static String character(MatchResult octal) {
    return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(octal.group(1), 8)));
  }
}

package io.orchestrator.agent.live.client;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.ReplicationStart;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's version.
 *
 * @param maker whose server it is
 * @param major the first number
 * @param minor the second
 * @param patch the third
 */
public record ServerVersion(Maker maker, int major, int minor, int patch) {
  /** Whose server it is. */
  public enum Maker {
    /** MariaDB. */
    MARIADB("MariaDB"),
    /** Oracle's MySQL. */
    MYSQL("MySQL"),
    /** Percona Server for MySQL. */
    PERCONA("Percona Server");

    private final String name;

    Maker(String name) {
      this.name = name;
    }
  }

  private static final Pattern NUMBERS =
      Pattern.compile("(?:5\\.5\\.5-)?(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})(?!\\d).*");

  /**
   * Reads what a server says of itself.
   *
   * @param version {@code @@version}, such as "10.11.6-MariaDB-0+deb12u1", "8.0.35" or "8.0.35-27"
   * @param comment {@code @@version_comment}, such as "Percona Server (GPL), Release 27"
   * @throws AgentException {@code UNSUPPORTED} if this is no version
   */
  public static ServerVersion parse(String version, String comment) {
    Matcher numbers = NUMBERS.matcher(version);
    if (!numbers.matches()) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          "The server says it is of version \""
              + version.replaceAll("[^ -~]", "?")
              + "\", which is none that this agent knows");
    }
    return new ServerVersion(
        maker((version + " " + comment).toLowerCase(Locale.ROOT)),
        Integer.parseInt(numbers.group(1)),
        Integer.parseInt(numbers.group(2)),
        Integer.parseInt(numbers.group(3)));
  }

  private static Maker maker(String words) {
    if (words.contains("mariadb")) {
      return Maker.MARIADB;
    }
    return words.contains("percona") ? Maker.PERCONA : Maker.MYSQL;
  }

  /** Is it a MariaDB? */
  public boolean isMariaDb() {
    return maker == Maker.MARIADB;
  }

  /** Whose replication statements it understands. */
  public ReplicationStart.Flavor flavor() {
    return isMariaDb() ? ReplicationStart.Flavor.MARIADB : ReplicationStart.Flavor.MYSQL;
  }

  /** The release series, such as "10.11" or "8.0". */
  public String series() {
    return major + "." + minor;
  }

  /** The numbers, such as "10.11.6". */
  public String numbers() {
    return series() + "." + patch;
  }

  /** Is it this one or a later one? */
  public boolean isAtLeast(int otherMajor, int otherMinor, int otherPatch) {
    return Arrays.compare(
            new int[] {major, minor, patch}, new int[] {otherMajor, otherMinor, otherPatch})
        >= 0;
  }

  /** For people, such as "MariaDB 10.11.6". */
  @Override
  public String toString() {
    return maker.name + " " + numbers();
  }
}

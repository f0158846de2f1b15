package io.orchestrator.agent.live.logical;

import io.orchestrator.agent.api.seed.BinaryLogPosition;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The beginning and the end of a dump that passes by. What the dump program itself has written is
 * there; between them a user's text could look like it.
 */
public final class DumpEnds {
  private static final int HEAD = 1 << 20;
  private static final int TAIL = 8 << 10;
  private static final String FIRST_DATABASE = "\n-- Current Database:";
  private static final String COMPLETED = "-- Dump completed";

  private static final Pattern POSITION =
      Pattern.compile(
          "(?m)^(?:-- )?CHANGE (?:MASTER|REPLICATION SOURCE) TO (?:MASTER|SOURCE)_LOG_FILE='([^'\\n]+)',"
              + " (?:MASTER|SOURCE)_LOG_POS=(\\d{1,18});");

  private static final Pattern MARIADB_GTID =
      Pattern.compile("(?m)^(?:-- )?SET GLOBAL gtid_slave_pos='([^'\\n]*)';");

  private static final Pattern MYSQL_GTID =
      Pattern.compile("(?m)^SET @@GLOBAL\\.GTID_PURGED=(?:/\\*!80000 '\\+'\\*/ ?)?'([^']*)';");

  /** What MySQL's program writes first on a server that has GTIDs. */
  private static final String UNLOGGED = "\nSET @@SESSION.SQL_LOG_BIN= 0;";

  private static final Pattern MYSQL_GTID_OF_THE_END =
      Pattern.compile(
          "-- GTID state at the end of the backup\\s*--\\s*SET @@GLOBAL\\.GTID_PURGED=");

  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private byte[] tail = new byte[0];

  /** The next part of the dump. */
  public void note(byte[] bytes, int offset, int length) {
    head.write(bytes, offset, Math.min(length, HEAD - head.size()));
    int kept = Math.min(tail.length, Math.max(0, TAIL - length));
    int added = Math.min(TAIL, length);
    byte[] end = new byte[kept + added];
    System.arraycopy(tail, tail.length - kept, end, 0, kept);
    System.arraycopy(bytes, offset + length - added, end, kept, added);
    tail = end;
  }

  /** Does it end with the line that a dump program writes last, when all is well? */
  public boolean isComplete() {
    String end = end().stripTrailing();
    return end.substring(end.lastIndexOf('\n') + 1).startsWith(COMPLETED);
  }

  /** Where the source's binary log was. */
  public Optional<BinaryLogPosition> position() {
    Matcher position = POSITION.matcher(beginning());
    return position.find()
        ? Optional.of(new BinaryLogPosition(position.group(1), Long.parseLong(position.group(2))))
        : Optional.empty();
  }

  /** What the source had executed. */
  public Optional<String> gtidSet() {
    Matcher mysql = MYSQL_GTID.matcher(beginning());
    if (mysql.find()) {
      return Optional.of(mysql.group(1));
    }
    // Behind everything that users have made, in some versions before it.
    return last(MARIADB_GTID.matcher(end())).or(() -> last(MARIADB_GTID.matcher(beginning())));
  }

  /** Is there enough of it to know {@link #isOfTwoMoments()}? */
  public boolean hasBeginning() {
    return head.size() == HEAD;
  }

  /**
   * Is the GTID set that it has, or will have, that of its end, while its rows and its position are
   * of its beginning? It is with programs of MySQL that write it last.
   */
  public boolean isOfTwoMoments() {
    String beginning = beginning();
    return !MYSQL_GTID.matcher(beginning).find()
        && (beginning.contains(UNLOGGED) || MYSQL_GTID_OF_THE_END.matcher(end()).find());
  }

  private static Optional<String> last(Matcher matcher) {
    Optional<String> found = Optional.empty();
    while (matcher.find()) {
      found = Optional.of(matcher.group(1));
    }
    return found.filter(set -> !set.isBlank());
  }

  private String beginning() {
    String text = head.toString(StandardCharsets.UTF_8);
    int first = text.indexOf(FIRST_DATABASE);
    return first < 0 ? text : text.substring(0, first);
  }

  private String end() {
    return new String(tail, StandardCharsets.UTF_8);
  }
}

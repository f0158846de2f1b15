package io.orchestrator.agent.xtrabackup;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What lines of the tool's log say about how far it is. */
final class LogPhases {
  private static final Pattern COPYING =
      Pattern.compile("(?:Copying|Streaming|[Cc]ompressing and streaming) (\\S.*?)(?: to .*)?$");
  private static final Pattern LOCKING =
      Pattern.compile("Starting BACKUP STAGE|Acquiring BACKUP LOCKS|Executing (FLUSH|LOCK)");
  private static final Pattern PERCENT =
      Pattern.compile("(?:recovered pages:|InnoDB:).* (\\d{1,3})%");
  private static final Pattern RECOVERING =
      Pattern.compile("Starting InnoDB instance for recovery|Starting crash recovery");
  private static final Pattern SCANNED =
      Pattern.compile("scanned up to (?:log sequence number|LSN)[ =](\\d+)");
  private static final int LONGEST = 120;

  private LogPhases() {}

  /** On the source. */
  static Optional<String> backup(String line) {
    Matcher copying = COPYING.matcher(line);
    if (copying.find()) {
      return Optional.of("copying " + shortened(copying.group(1)));
    }
    return LOCKING.matcher(line).find()
        ? Optional.of("waiting for the server's locks")
        : Optional.empty();
  }

  /** On the target. */
  static Optional<String> prepare(String line) {
    Matcher percent = PERCENT.matcher(line);
    if (percent.find()) {
      return Optional.of("preparing: " + percent.group(1) + "% of the pages recovered");
    }
    Matcher scanned = SCANNED.matcher(line);
    if (scanned.find()) {
      return Optional.of("preparing: redo log read up to " + scanned.group(1));
    }
    return RECOVERING.matcher(line).find()
        ? Optional.of("preparing: reading the redo log")
        : Optional.empty();
  }

  private static String shortened(String file) {
    return file.length() <= LONGEST ? file : file.substring(0, LONGEST) + "…";
  }
}

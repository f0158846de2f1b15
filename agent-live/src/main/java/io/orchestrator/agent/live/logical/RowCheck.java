package io.orchestrator.agent.live.logical;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.server.ClientFeed;
import io.orchestrator.agent.live.server.PrivateServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Has a private server as many rows as were sent? */
public final class RowCheck {
  private static final String VERSIONED =
      "SELECT CONCAT('`', REPLACE(TABLE_SCHEMA, '`', '``'), '`.`', REPLACE(TABLE_NAME, '`', '``'),"
          + " '`') FROM information_schema.TABLES WHERE TABLE_TYPE = 'SYSTEM VERSIONED';\n";

  /** The questions are in memory, and a server can have more tables than there is memory for. */
  private static final int AT_ONCE = 1000;

  private final PrivateServer server;

  /** A check of this server. */
  public RowCheck(PrivateServer server) {
    this.server = server;
  }

  /**
   * Counts the rows of all these tables.
   *
   * @param sent how many each must have, by its quoted name
   * @return how many rows there are in all
   * @throws AgentException {@code CORRUPT_DATA} if a table has another number of rows
   */
  public long require(Map<String, Long> sent) throws InterruptedException {
    // Until then an Aria table that was filled by several statements counts the rows of the first.
    List<String> unused = answers("FLUSH TABLES;\n");
    Set<String> versioned = new HashSet<>(answers(VERSIONED));
    List<String> tables = List.copyOf(sent.keySet());
    long all = 0;
    for (int from = 0; from < tables.size(); from += AT_ONCE) {
      List<String> some = tables.subList(from, Math.min(tables.size(), from + AT_ONCE));
      all += require(some, versioned, sent);
    }
    return all;
  }

  private long require(List<String> tables, Set<String> versioned, Map<String, Long> sent)
      throws InterruptedException {
    StringBuilder questions = new StringBuilder();
    for (String table : tables) {
      questions.append("SELECT COUNT(*) FROM ").append(table);
      questions.append(versioned.contains(table) ? " FOR SYSTEM_TIME ALL;\n" : ";\n");
    }
    List<String> counts = answers(questions.toString());
    long all = 0;
    for (int i = 0; i < tables.size(); i++) {
      String count = i < counts.size() ? counts.get(i) : "no";
      long wanted = sent.getOrDefault(tables.get(i), 0L);
      if (!count.equals(Long.toString(wanted))) {
        throw new AgentException(
            ErrorCode.CORRUPT_DATA,
            "The dump has %d rows of %s, but the new table has %s"
                .formatted(wanted, tables.get(i).replaceAll("\\p{Cntrl}", "?"), count));
      }
      all += wanted;
    }
    return all;
  }

  private List<String> answers(String questions) throws InterruptedException {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    try (ClientFeed feed = server.feed("the questions of a check", lines::add)) {
      feed.write(questions);
      feed.finish();
    }
    return List.copyOf(lines);
  }
}

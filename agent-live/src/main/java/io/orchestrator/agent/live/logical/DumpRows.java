package io.orchestrator.agent.live.logical;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the rows of each table in a dump that passes by, as mysqldump writes it: statements begin
 * at the beginning of a line, and line ends in values are escaped. For one thread.
 */
public final class DumpRows {
  private static final int LONGEST = 4096;
  private static final String INSERT = "INSERT INTO `";
  private static final String VALUES = "VALUES";

  private enum State {
    LINE,
    REST_OF_LINE,
    TABLE,
    COLUMNS,
    ROWS
  }

  private final Map<String, Long> rows = new LinkedHashMap<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private State state = State.LINE;
  private String schema;
  private boolean inProgram;
  private int quote;
  private boolean escaped;
  private int depth;
  private int matched;
  private long counted;
  private String table = "";

  /** Of a dump that says which database it uses. */
  public DumpRows() {
    this("");
  }

  /**
   * Of a dump that does not.
   *
   * @param schema the name of the database, in backquotes
   */
  public DumpRows(String schema) {
    this.schema = schema;
  }

  /** The next part of the dump. */
  public void note(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      note(bytes[i] & 0xff);
    }
  }

  private void note(int next) {
    switch (state) {
      case LINE -> line(next);
      case REST_OF_LINE -> state = next == '\n' ? State.LINE : State.REST_OF_LINE;
      case TABLE -> table(next);
      case COLUMNS -> columns(next);
      case ROWS -> rows(next);
    }
  }

  private void line(int next) {
    if (next == '\n') {
      wholeLine(line.toString(StandardCharsets.UTF_8));
      line.reset();
      return;
    }
    line.write(next);
    if (!inProgram && line.size() == INSERT.length() && text().equals(INSERT)) {
      line.reset();
      quote = '`';
      state = State.TABLE;
    } else if (line.size() == LONGEST) {
      line.reset();
      state = State.REST_OF_LINE;
    }
  }

  private String text() {
    return line.toString(StandardCharsets.UTF_8);
  }

  private void wholeLine(String text) {
    if (text.equals("DELIMITER ;;")) {
      inProgram = true;
    } else if (text.equals("DELIMITER ;")) {
      inProgram = false;
    } else if (!inProgram && text.startsWith("USE `") && text.endsWith("`;")) {
      schema = text.substring(4, text.length() - 1);
    }
  }

  /** Up to the backquote that is not doubled. */
  private void table(int next) {
    if (next == '`') {
      quote = quote == 0 ? '`' : 0;
      line.write(next);
    } else if (quote != 0) {
      line.write(next);
    } else {
      table = schema + ".`" + text();
      line.reset();
      matched = 0;
      counted = 0;
      state = State.COLUMNS;
    }
  }

  private void columns(int next) {
    if (next == '`') {
      quote = quote == 0 ? '`' : 0;
    }
    if (quote != 0) {
      return;
    }
    matched = next == VALUES.charAt(matched) ? matched + 1 : next == VALUES.charAt(0) ? 1 : 0;
    if (matched == VALUES.length()) {
      depth = 0;
      state = State.ROWS;
    }
  }

  private void rows(int next) {
    if (escaped) {
      escaped = false;
    } else if (quote != 0) {
      escaped = next == '\\';
      quote = next == quote ? 0 : quote;
    } else if (next == '\'' || next == '"') {
      quote = next;
    } else if (next == '(') {
      counted += depth == 0 ? 1 : 0;
      depth++;
    } else if (next == ')') {
      depth--;
    } else if (next == ';' && depth == 0) {
      rows.merge(table, counted, Long::sum);
      state = State.REST_OF_LINE;
    }
  }

  /** The table that is passing by, in backquotes; empty before the first. */
  public String table() {
    return table;
  }

  /** The rows of those tables that have any, by their names in backquotes. */
  public Map<String, Long> rows() {
    return Collections.unmodifiableMap(rows);
  }
}

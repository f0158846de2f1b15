package io.orchestrator.agent.host.verify;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at every table of a private server through its client program, many at a time. */
final class TableCheck {
  /** How thorough. */
  enum Depth {
    /** Opens each table and reads a row. */
    OPEN("SELECT 1 FROM %s LIMIT 1;"),
    /** CHECK TABLE, which reads all of it. */
    FULL("CHECK TABLE %s;");

    private final String statement;

    Depth(String statement) {
      this.statement = statement;
    }
  }

  /** So that the output of one run stays well below what is kept of it. */
  private static final int AT_ONCE = 5000;

  private static final Pattern ERROR =
      Pattern.compile("ERROR \\d+ \\([0-9A-Z]+\\) at line (\\d+)[^:]*: (.*)");
  private static final Pattern CHECKED = Pattern.compile("[^\\t]*\\t[^\\t]*\\t([^\\t]*)\\t(.*)");

  private final CommandRunner commands;
  private final PrivateServer server;
  private final Path script;
  private final Depth depth;
  private final List<String> bad = new ArrayList<>();
  private int looked;

  /**
   * A check.
   *
   * @param script a file that it may write; the client reads it
   */
  TableCheck(CommandRunner commands, PrivateServer server, Path script, Depth depth) {
    this.commands = commands;
    this.server = server;
    this.script = script;
    this.depth = depth;
  }

  /** How many tables it has looked at. */
  int looked() {
    return looked;
  }

  /** Those that are not good, with the reason; no more than are shown. */
  List<String> bad() {
    return List.copyOf(bad);
  }

  /** Looks at all of them. */
  void run() throws InterruptedException {
    for (List<String> tables = list(); !tables.isEmpty(); tables = list()) {
      look(tables);
      looked += tables.size();
    }
  }

  private List<String> list() throws InterruptedException {
    // In hexadecimal digits: names may have tabs and line feeds.
    String query =
        "SELECT HEX(TABLE_SCHEMA), HEX(TABLE_NAME) FROM information_schema.TABLES"
            + " WHERE TABLE_TYPE = 'BASE TABLE'"
            + " AND TABLE_SCHEMA NOT IN ('information_schema', 'performance_schema', 'sys')"
            + " ORDER BY TABLE_SCHEMA, TABLE_NAME LIMIT "
            + AT_ONCE
            + " OFFSET "
            + looked;
    return client(List.of("--execute=" + query)).lines().stream().map(TableCheck::name).toList();
  }

  private static String name(String line) {
    String[] parts = line.split("\t", 2);
    return quoted(parts[0]) + "." + quoted(parts[1]);
  }

  private static String quoted(String hex) {
    String name = new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8);
    return "`" + name.replace("`", "``") + "`";
  }

  private void look(List<String> tables) throws InterruptedException {
    StringBuilder statements = new StringBuilder();
    List<Integer> firstLines = new ArrayList<>();
    int line = 1;
    for (String table : tables) {
      firstLines.add(line);
      statements.append(depth.statement.formatted(table)).append('\n');
      line += 1 + (int) table.chars().filter(letter -> letter == '\n').count();
    }
    write(statements.toString());
    CommandResult result = client(List.of("--force", "--execute=source " + script));
    result.stderr().lines().forEach(text -> noteError(text, tables, firstLines));
    if (depth == Depth.FULL) {
      result.lines().forEach(this::noteChecked);
    }
  }

  private void write(String statements) {
    try {
      Files.writeString(script, statements);
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Could not write the list of tables to check: " + e, e);
    }
  }

  private CommandResult client(List<String> further) throws InterruptedException {
    List<String> command = new ArrayList<>(server.client());
    command.addAll(further);
    return commands.run(Command.of(command).withoutLimit());
  }

  private void noteError(String text, List<String> tables, List<Integer> firstLines) {
    Matcher error = ERROR.matcher(text);
    if (error.find()) {
      int line = Integer.parseInt(error.group(1));
      Optional<String> table = Optional.empty();
      for (int i = 0; i < tables.size() && firstLines.get(i) <= line; i++) {
        table = Optional.of(tables.get(i));
      }
      note(table.orElse("?") + ": " + error.group(2));
    }
  }

  private void noteChecked(String row) {
    Matcher checked = CHECKED.matcher(row);
    if (checked.matches() && checked.group(1).equalsIgnoreCase("error")) {
      note(row.replace('\t', ' '));
    } else if (checked.matches()
        && checked.group(1).equals("status")
        && !checked.group(2).equals("OK")
        && !checked.group(2).startsWith("Operation failed")) {
      note(row.replace('\t', ' '));
    }
  }

  private void note(String what) {
    if (bad.size() < VerifyView.MOST_BAD_TABLES) {
      bad.add(what.replaceAll("\\p{Cntrl}+", " "));
    }
  }
}

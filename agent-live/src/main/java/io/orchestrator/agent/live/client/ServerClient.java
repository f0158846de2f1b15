package io.orchestrator.agent.live.client;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Read-only questions to the running server, by the client program. */
public final class ServerClient {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Pattern DENIED = Pattern.compile("ERROR (1045|1698|1044|1142|1227) ");
  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

  private final CommandRunner commands;
  private final Credentials credentials;
  private final Duration limit;

  /** Asks with these credentials, and waits five seconds for an answer. */
  public ServerClient(CommandRunner commands, Credentials credentials) {
    this(commands, credentials, LIMIT);
  }

  private ServerClient(CommandRunner commands, Credentials credentials, Duration limit) {
    this.commands = commands;
    this.credentials = credentials;
    this.limit = limit;
  }

  /** One that waits as long as this. */
  public ServerClient within(Duration other) {
    return new ServerClient(commands, credentials, other);
  }

  /**
   * What the server is.
   *
   * @throws AgentException as {@link #rows}
   */
  public ServerIdentity identity() throws InterruptedException {
    return ServerIdentity.of(rows(ServerIdentity.QUESTION));
  }

  /**
   * What the account may do.
   *
   * @throws AgentException as {@link #rows}
   */
  public Grants grants() throws InterruptedException {
    return Grants.of(rows("SHOW GRANTS").stream().map(row -> row.get(0)).toList());
  }

  /**
   * The answer to a question.
   *
   * @param question one statement that changes nothing
   * @return the rows' columns; what is NULL is the text "NULL"
   * @throws AgentException {@code TOOL_MISSING} if there is no client program; {@code
   *     PERMISSION_DENIED} if the server does not let the account in; {@code TIMED_OUT} if it takes
   *     too long; {@code COMMAND_FAILED} if it does not answer for another reason
   */
  public List<List<String>> rows(String question) throws InterruptedException {
    List<String> line = new ArrayList<>(List.of(program().toString()));
    line.addAll(credentials.arguments());
    line.addAll(
        List.of(
            "--connect-timeout=5",
            "--default-character-set=utf8mb4",
            "--batch",
            "--skip-column-names",
            "--execute=" + question));
    CommandResult result =
        commands.tryRun(Command.of(line).with("LC_ALL", "C").within(limit).asRoot());
    if (!result.succeeded()) {
      throw failure(result);
    }
    return result.lines().stream().map(ServerClient::columns).toList();
  }

  private Path program() {
    return commands
        .find("mariadb")
        .or(() -> commands.find("mysql"))
        .orElseThrow(
            () ->
                new AgentException(
                    ErrorCode.TOOL_MISSING,
                    "Could not ask the server: neither mariadb nor mysql, its client program, is"
                        + " installed"));
  }

  private static AgentException failure(CommandResult result) {
    String what = "Could not ask the server: " + result.lastWords();
    return DENIED.matcher(result.stderr()).find()
        ? new AgentException(
            ErrorCode.PERMISSION_DENIED,
            what + ". Name an account in " + Credentials.DEFAULTS_EXTRA_FILE.name())
        : new AgentException(ErrorCode.COMMAND_FAILED, what);
  }

  private static List<String> columns(String line) {
    return Pattern.compile("\t").splitAsStream(line).map(ServerClient::plain).toList();
  }

  /** In batch mode the client writes tabs, line ends, NULs and backslashes of values as \t … \\. */
  private static String plain(String column) {
    return ESCAPED.matcher(column).replaceAll(ServerClient::character);
  }

  private static String character(MatchResult escaped) {
    String plain =
        switch (escaped.group(1)) {
          case "t" -> "\t";
          case "n" -> "\n";
          case "0" -> "\0";
          default -> escaped.group(1);
        };
    return Matcher.quoteReplacement(plain);
  }
}

package io.orchestrator.agent.live.client;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.Setting;
import io.orchestrator.agent.api.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How programs log in to the running server: by an option file or a login path, so that no secret
 * is ever an argument, a variable or in a log. With neither they do it as the option files of the
 * host say, or by the socket as the operating system's user.
 */
public final class Credentials {
  /** An option file with user and password. */
  public static final Setting<Path> DEFAULTS_EXTRA_FILE =
      Setting.path(
          "DefaultsExtraFile",
          "Option file with user and password of the account for seeds, in a section [client];"
              + " nobody but its owner and group may have rights on it");

  /** A login path, made by mysql_config_editor. */
  public static final Setting<String> LOGIN_PATH =
      Setting.text(
          "LoginPath",
          "Login path of the account for seeds, made by mysql_config_editor for the user who runs"
              + " the agent; MySQL's programs only");

  private static final Set<PosixFilePermission> OF_OTHERS =
      Set.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.GROUP_WRITE);

  private final Optional<Path> file;
  private final Optional<String> loginPath;
  private final MySqlFacts mysql;

  /** Those that the settings name. */
  public Credentials(Settings settings, MySqlFacts mysql) {
    this.file = settings.find(DEFAULTS_EXTRA_FILE);
    this.loginPath = settings.find(LOGIN_PATH);
    this.mysql = mysql;
    loginPath.filter(name -> !name.matches("[A-Za-z0-9_.-]{1,64}")).ifPresent(Credentials::refuse);
  }

  private static void refuse(String name) {
    throw new AgentException(
        ErrorCode.INVALID_CONFIGURATION,
        LOGIN_PATH.name() + " must be letters, digits, dots, dashes and underscores");
  }

  /**
   * The arguments that come first, which name where the secret is, and the server's socket.
   *
   * @throws AgentException {@code INVALID_CONFIGURATION} if the file is not there, or too open
   */
  public List<String> arguments() throws InterruptedException {
    List<String> arguments = new ArrayList<>(files());
    loginPath.ifPresent(name -> arguments.add("--login-path=" + name));
    mysql.socket().ifPresent(socket -> arguments.add("--socket=" + socket));
    return List.copyOf(arguments);
  }

  /** Of these the one that says which option files are read; none if it is those of the host. */
  List<String> files() throws InterruptedException {
    if (file.isPresent()) {
      requirePrivate(file.get());
      return List.of("--defaults-extra-file=" + file.get());
    }
    return mysql.defaultsFile().stream().map(own -> "--defaults-file=" + own).toList();
  }

  private static void requirePrivate(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw unusable(file, "is no file");
      }
      if (Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
        throw unusable(file, "can be read by everybody or written by others: chmod 600 it");
      }
    } catch (IOException failed) {
      throw unusable(file, "can't be looked at: " + failed);
    }
  }

  private static AgentException unusable(Path file, String why) {
    return new AgentException(
        ErrorCode.INVALID_CONFIGURATION, DEFAULTS_EXTRA_FILE.name() + " " + file + " " + why);
  }
}

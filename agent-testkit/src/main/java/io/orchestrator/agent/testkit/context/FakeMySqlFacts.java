package io.orchestrator.agent.testkit.context;

import io.orchestrator.agent.api.MySqlFacts;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Facts that a test makes up. Immutable; the {@code with…} methods return a changed copy.
 *
 * @param datadir absolute; need not exist
 * @param port 1 to 65535
 * @param defaultsFile the server's option file, if it has one
 * @param errorLog the server's error log, if it writes one
 * @param socket the server's socket, if anything names it
 */
public record FakeMySqlFacts(
    Path datadir,
    int port,
    Optional<Path> defaultsFile,
    Optional<Path> errorLog,
    Optional<Path> socket)
    implements MySqlFacts {
  /** Requires what {@link MySqlFacts} promises. */
  public FakeMySqlFacts {
    Objects.requireNonNull(defaultsFile, "defaultsFile");
    Objects.requireNonNull(errorLog, "errorLog");
    Objects.requireNonNull(socket, "socket");
    if (!datadir.isAbsolute() || port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "a datadir is absolute and a port 1 to 65535, not " + datadir + " and " + port);
    }
  }

  /** A server on port 3306 without an option file or error log. */
  public static FakeMySqlFacts of(Path datadir) {
    return new FakeMySqlFacts(datadir, 3306, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** With this data directory. */
  public FakeMySqlFacts withDatadir(Path other) {
    return new FakeMySqlFacts(other, port, defaultsFile, errorLog, socket);
  }

  /** With this port. */
  public FakeMySqlFacts withPort(int other) {
    return new FakeMySqlFacts(datadir, other, defaultsFile, errorLog, socket);
  }

  /** With this option file. */
  public FakeMySqlFacts withDefaultsFile(Path file) {
    return new FakeMySqlFacts(datadir, port, Optional.of(file), errorLog, socket);
  }

  /** With this error log. */
  public FakeMySqlFacts withErrorLog(Path file) {
    return new FakeMySqlFacts(datadir, port, defaultsFile, Optional.of(file), socket);
  }

  /** With this socket. */
  public FakeMySqlFacts withSocket(Path file) {
    return new FakeMySqlFacts(datadir, port, defaultsFile, errorLog, Optional.of(file));
  }
}

package io.orchestrator.agent.host.mysql;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a server writes its error log, by the server's own rules. */
final class ErrorLogPath {
  private ErrorLogPath() {}

  /** The log's path; empty if the server logs to its standard error or to syslog. */
  static Optional<Path> of(ServerSettings settings, Path datadir, String hostname) {
    Optional<String> option = settings.options().find("log_error").map(String::strip);
    String base = settings.logBaseName(hostname);
    if (option.isEmpty()) {
      return existingDefault(datadir, base);
    }
    if (option.get().isEmpty()) {
      return Optional.of(existingDefault(datadir, base).orElse(datadir.resolve(base + ".err")));
    }
    return option.filter(value -> !value.equals("stderr")).map(value -> named(datadir, value));
  }

  private static Path named(Path datadir, String value) {
    Path path = datadir.resolve(value).normalize();
    String name = path.getFileName().toString();
    return name.contains(".") || value.startsWith("/dev/")
        ? path
        : path.resolveSibling(name + ".err");
  }

  /** Some servers cut the host's name at its first dot. */
  private static Optional<Path> existingDefault(Path datadir, String base) {
    int dot = base.indexOf('.');
    return Stream.of(base, dot < 0 ? base : base.substring(0, dot))
        .map(name -> datadir.resolve(name + ".err"))
        .filter(Files::exists)
        .findFirst();
  }
}

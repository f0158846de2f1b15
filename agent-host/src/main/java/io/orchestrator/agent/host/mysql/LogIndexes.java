package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the index files of a server's logs. */
final class LogIndexes {
  private static final int MAX_FOUND = 100;

  private final MySqlInstance mysql;

  @Inject
  LogIndexes(MySqlInstance mysql) {
    this.mysql = mysql;
  }

  /**
   * The index: where the server's options say, else the one with the server's default name, else
   * the only one in the datadir that looks like one.
   *
   * @throws AgentException {@code NOT_FOUND} if there is none, {@code CONFLICT} if it is not clear
   *     which
   */
  LogIndex find(LogKind kind) throws InterruptedException {
    Path datadir = mysql.datadir();
    ServerSettings settings = mysql.settings();
    Optional<Path> configured =
        settings
            .named(kind.indexOption())
            .map(name -> index(datadir, name, name))
            .or(
                () ->
                    settings
                        .named(kind.baseOption())
                        .map(name -> index(datadir, name, stem(name))));
    Path file = configured.isPresent() ? configured.get() : discovered(kind, datadir, settings);
    return existing(kind, file, datadir);
  }

  private Path discovered(LogKind kind, Path datadir, ServerSettings settings)
      throws InterruptedException {
    List<Path> usual =
        Stream.concat(Stream.of(mysql.logBaseName()), pidFileStem(settings))
            .map(base -> datadir.resolve(base + kind.usualSuffix() + ".index"))
            .toList();
    List<Path> found = usual.stream().filter(Files::exists).limit(1).toList();
    if (found.isEmpty()) {
      found = search(kind, datadir);
    }
    if (found.size() > 1) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Looking for the "
              + kind.words()
              + " index in "
              + datadir
              + ": there are several ("
              + found
              + "); set "
              + kind.indexOption()
              + " in the server's option file");
    }
    return found.isEmpty() ? usual.get(0) : found.get(0);
  }

  /** The server puts {@code .index} behind a name that has no extension. */
  private static Path index(Path datadir, String option, String name) {
    Path path = datadir.resolve(name).normalize();
    String base = path.getFileName().toString();
    return base.contains(".") && option.equals(name) ? path : path.resolveSibling(base + ".index");
  }

  /** A log's name without its extension, which the server replaces. */
  private static String stem(String name) {
    int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** What MariaDB calls its logs after when nothing else is said. */
  private static Stream<String> pidFileStem(ServerSettings settings) {
    return settings.named("pid_file").map(Path::of).map(Path::getFileName).stream()
        .map(name -> stem(name.toString()));
  }

  private static List<Path> search(LogKind kind, Path datadir) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(datadir, kind.glob())) {
      for (Path entry : entries) {
        boolean otherKind =
            kind == LogKind.BINARY && entry.getFileName().toString().contains("relay");
        if (!otherKind && found.size() < MAX_FOUND) {
          found.add(entry);
        }
      }
    } catch (IOException unseen) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Looking for the " + kind.words() + " index in " + datadir + " failed: " + unseen,
          unseen);
    }
    Collections.sort(found);
    return found;
  }

  private static LogIndex existing(LogKind kind, Path file, Path datadir) {
    if (Files.notExists(file)) {
      throw new AgentException(
          ErrorCode.NOT_FOUND,
          "There is no "
              + kind.words()
              + " index "
              + file
              + "; the server writes no such logs, or set "
              + kind.indexOption()
              + " in its option file");
    }
    return new LogIndex(kind, file, datadir);
  }
}

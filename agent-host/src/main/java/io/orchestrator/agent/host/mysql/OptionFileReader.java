package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** Reads option files and what they include, one after the other, into one set of options. */
final class OptionFileReader {
  /** The server's own limit. */
  private static final int MAX_DEPTH = 10;

  private static final int MAX_FILES = 1000;
  private static final int MAX_BYTES = 1 << 20;

  private static final String GROUPS =
      "(mysqld|server|mariadb|mariadbd|galera|client-server|(mysqld|mariadb|mariadbd)-\\d+\\.\\d+)";

  private final ServerOptions.Builder options = new ServerOptions.Builder();
  private final Deque<Path> open = new ArrayDeque<>();
  private final Pattern groups;
  private int files;

  /**
   * A reader of the server's groups.
   *
   * @param groupSuffix groups with this suffix are read as well
   */
  OptionFileReader(String groupSuffix) {
    groups =
        Pattern.compile(GROUPS + "(" + Pattern.quote(groupSuffix) + ")?", Pattern.CASE_INSENSITIVE);
  }

  ServerOptions options() {
    return options.build();
  }

  /** Reads one file; one that does not exist, or that the server ignores, has no options. */
  void read(Path file) {
    try {
      Path real = file.toRealPath();
      if (open.contains(real) || open.size() > MAX_DEPTH || isIgnored(real)) {
        return;
      }
      if (++files > MAX_FILES) {
        throw implausible(file, "includes more than " + MAX_FILES + " files");
      }
      open.push(real);
      readLines(real);
      open.pop();
    } catch (NoSuchFileException absent) {
      // The server goes on without it, and so must we.
    } catch (AccessDeniedException denied) {
      throw new AgentException(
          ErrorCode.PERMISSION_DENIED,
          "Reading the MySQL option file "
              + file
              + ": permission denied; let the agent's user read it, or set MySQLDatadirCommand and"
              + " MySQLPortCommand",
          denied);
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Reading the MySQL option file " + file + " failed: " + failed,
          failed);
    }
  }

  /** Like the server, which does not trust a file that everybody may write. */
  private static boolean isIgnored(Path file) throws IOException {
    return !Files.isRegularFile(file)
        || Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE);
  }

  private void readLines(Path file) throws IOException {
    boolean relevant = false;
    for (String line : text(file).lines().map(String::strip).toList()) {
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      if (line.startsWith("!")) {
        include(line.substring(1).strip());
      } else if (line.startsWith("[")) {
        int end = line.indexOf(']');
        relevant = end > 0 && groups.matcher(line.substring(1, end).strip()).matches();
      } else if (relevant) {
        OptionLine option = OptionLine.parse(line);
        options.set(option.name(), option.value());
      }
    }
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw implausible(file, "is larger than 1 MiB");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private void include(String directive) throws IOException {
    if (directive.matches("includedir\\s.+")) {
      for (Path file : optionFilesIn(named(directive, "includedir"))) {
        read(file);
      }
    } else if (directive.matches("include\\s.+")) {
      read(named(directive, "include"));
    }
  }

  private static Path named(String directive, String keyword) {
    return Path.of("/").resolve(directive.substring(keyword.length()).strip());
  }

  private static List<Path> optionFilesIn(Path directory) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.cnf")) {
      for (Path entry : entries) {
        found.add(entry);
        if (found.size() > MAX_FILES) {
          throw implausible(directory, "has more than " + MAX_FILES + " option files");
        }
      }
    } catch (NoSuchFileException | NotDirectoryException absent) {
      return found;
    }
    Collections.sort(found);
    return found;
  }

  private static AgentException implausible(Path file, String what) {
    return new AgentException(
        ErrorCode.INVALID_CONFIGURATION,
        "Reading the MySQL server's options: " + file + " " + what + "; mend the option files");
  }
}

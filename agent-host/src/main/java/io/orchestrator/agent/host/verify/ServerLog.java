package io.orchestrator.agent.host.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The error log of a private server, as MariaDB and MySQL write it. */
final class ServerLog {
  private static final int LARGEST = 4 << 20;

  private final Path file;

  ServerLog(Path file) {
    this.file = file;
  }

  private List<String> lines() throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readAllBytes();
      byte[] last = Arrays.copyOfRange(bytes, Math.max(0, bytes.length - LARGEST), bytes.length);
      return new String(last, StandardCharsets.UTF_8).lines().toList();
    } catch (NoSuchFileException notYet) {
      return List.of();
    }
  }

  /** Does the server answer? */
  boolean isReady() throws IOException {
    return lines().stream().anyMatch(line -> line.contains("ready for connections"));
  }

  /** What InnoDB calls an error. */
  List<String> innodbErrors() throws IOException {
    return lines().stream()
        .filter(line -> line.contains("[ERROR]") && line.contains("InnoDB"))
        .toList();
  }

  /** The last errors, or the last lines if there are none; one line. */
  String lastWords() throws IOException {
    List<String> errors = lines().stream().filter(line -> line.contains("[ERROR]")).toList();
    List<String> words = errors.isEmpty() ? lines() : errors;
    return words.subList(Math.max(0, words.size() - 3), words.size()).stream()
        .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
        .collect(Collectors.joining("; "));
  }
}

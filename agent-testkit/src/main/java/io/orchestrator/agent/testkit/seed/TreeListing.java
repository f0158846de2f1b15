package io.orchestrator.agent.testkit.seed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder as lines that can be compared: names, types, modes, owners, sizes, contents, times to
 * the second, link targets, and which names are the same file. The host's own hidden folders are
 * left out.
 */
final class TreeListing {
  private final Map<Object, String> firstNames = new HashMap<>();

  private TreeListing() {}

  static List<String> of(Path root) throws IOException {
    TreeListing listing = new TreeListing();
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(root)) {
      paths = walk.filter(path -> !path.equals(root)).sorted().toList();
    }
    List<String> lines = new ArrayList<>();
    for (Path path : paths) {
      String name = root.relativize(path).toString();
      if (!name.startsWith(".orchestrator-agent")) {
        lines.add(listing.line(path, name));
      }
    }
    return lines;
  }

  private String line(Path path, String name) throws IOException {
    BasicFileAttributes basic =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String owner = " owner " + attribute(path, "uid") + ":" + attribute(path, "gid");
    if (basic.isSymbolicLink()) {
      return name + " -> " + Files.readSymbolicLink(path) + owner;
    }
    String mode = " mode " + Integer.toOctalString((Integer) attribute(path, "mode") & 0xFFF);
    if (basic.isDirectory()) {
      return name + "/" + mode + owner;
    }
    String first = firstNames.putIfAbsent(attribute(path, "ino"), name);
    return name
        + mode
        + owner
        + " size "
        + basic.size()
        + " modified "
        + basic.lastModifiedTime().toInstant().getEpochSecond()
        + " contents "
        + digest(path)
        + (first == null ? "" : " is " + first);
  }

  private static Object attribute(Path path, String name) throws IOException {
    return Files.getAttribute(path, "unix:" + name, LinkOption.NOFOLLOW_LINKS);
  }

  private static String digest(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has SHA-256", impossible);
    }
  }
}

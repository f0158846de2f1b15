package io.orchestrator.agent.testkit.datadir;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Lists a tree, without its root and without what is to be ignored. */
final class TreeScan extends SimpleFileVisitor<Path> {
  private final SortedMap<Path, TreeEntry> entries = new TreeMap<>();
  private final Path root;
  private final Predicate<Path> ignored;
  private final Map<String, Long> allocated;

  private TreeScan(Path root, Predicate<Path> ignored, Map<String, Long> allocated) {
    this.root = root;
    this.ignored = ignored;
    this.allocated = allocated;
  }

  /** Entries by their paths relative to the root. */
  static SortedMap<Path, TreeEntry> of(Path root, Predicate<Path> ignored)
      throws IOException, InterruptedException {
    TreeScan scan = new TreeScan(root, ignored, AllocatedBlocks.of(root));
    Files.walkFileTree(root, scan);
    Map<String, Path> firstNames = new HashMap<>();
    scan.entries.replaceAll((path, entry) -> linked(entry, firstNames));
    return scan.entries;
  }

  private static TreeEntry linked(TreeEntry entry, Map<String, Path> firstNames) {
    return entry.isFile()
        ? entry.withFirstName(
            firstNames.computeIfAbsent(entry.attributes().inode(), inode -> entry.path()))
        : entry;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
      throws IOException {
    if (path.equals(root) || add(path)) {
      return FileVisitResult.CONTINUE;
    }
    return FileVisitResult.SKIP_SUBTREE;
  }

  @Override
  public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
    add(path);
    return FileVisitResult.CONTINUE;
  }

  private boolean add(Path path) throws IOException {
    Path relative = root.relativize(path);
    if (ignored.test(relative)) {
      return false;
    }
    UnixAttributes attributes = UnixAttributes.of(path);
    String target =
        attributes.type().equals(UnixAttributes.LINK)
            ? Files.readSymbolicLink(path).toString()
            : "";
    long bytes = allocated.getOrDefault(attributes.inode(), 0L);
    entries.put(relative, new TreeEntry(relative, attributes, target, relative, bytes));
    return true;
  }
}

package io.orchestrator.agent.testkit.datadir;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Writes folders that look like a MySQL data directory and have everything that is hard to copy:
 * empty, sparse, large and many small files, odd names, links, several modes and, as root, owners,
 * old and sub-second times. The same seed and size make the same tree.
 */
public final class DatadirGenerator {
  private static final Instant FIRST_CHANGE = Instant.parse("1999-12-31T23:59:59Z");
  private static final long YEARS = Duration.ofDays(26 * 365L).toNanos();
  private static final List<String> FILE_MODES = List.of("rw-r-----", "rw-rw----", "rw-------");
  private static final int MYSQL = 12345;

  private final long seed;

  /** With a number from which all random choices follow. */
  public DatadirGenerator(long seed) {
    this.seed = seed;
  }

  /**
   * Fills a folder, which is created if it does not exist.
   *
   * @param bytes how large the files are together, holes included; kept exactly
   * @return what was written
   * @throws IOException if the folder is not empty or can't be written to
   */
  public TreeTotals generate(Path folder, long bytes) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> entries = Files.list(folder)) {
      if (entries.findAny().isPresent()) {
        throw new DirectoryNotEmptyException(folder.toString());
      }
    }
    for (String name : DatadirPlan.FOLDERS) {
      Files.createDirectory(folder.resolve(name));
    }
    List<PlannedFile> plan = DatadirPlan.of(seed, bytes);
    FileFiller filler = new FileFiller();
    for (PlannedFile file : plan) {
      filler.write(folder.resolve(file.path()), file.size(), file.filling(), randomOf(file.path()));
      dress(folder, file.path());
    }
    link(folder);
    dressFolders(folder);
    long size = plan.stream().mapToLong(PlannedFile::size).sum();
    return new TreeTotals(size, plan.size());
  }

  private static void link(Path folder) throws IOException {
    Files.createLink(folder.resolve("shop/t0_renamed.frm"), folder.resolve("shop/t0.frm"));
    Path link = folder.resolve("shop/current.ibd");
    Files.createSymbolicLink(link, Path.of("../metrics/hole_first.ibd"));
    chown(link, MYSQL, MYSQL);
  }

  private void dressFolders(Path folder) throws IOException {
    for (int last = DatadirPlan.FOLDERS.size() - 1; last >= 0; last--) {
      Path path = folder.resolve(DatadirPlan.FOLDERS.get(last));
      String mode = last % 2 == 0 ? "rwxr-x---" : "rwx------";
      dress(path, mode, MYSQL, randomOf(DatadirPlan.FOLDERS.get(last)));
    }
    dress(folder, "rwxr-x---", MYSQL, randomOf(""));
  }

  private void dress(Path folder, String path) throws IOException {
    SplittableRandom random = randomOf("metadata of " + path);
    String mode = FILE_MODES.get(random.nextInt(FILE_MODES.size()));
    int group = random.nextInt(8) == 0 ? MYSQL + 1 : MYSQL;
    dress(folder.resolve(path), mode, group, random);
  }

  private static void dress(Path path, String mode, int group, SplittableRandom random)
      throws IOException {
    chown(path, MYSQL, group);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    Instant changed = FIRST_CHANGE.plusNanos(random.nextLong(YEARS));
    Files.setLastModifiedTime(path, FileTime.from(changed));
  }

  private static void chown(Path path, int user, int group) throws IOException {
    if (isRoot()) {
      Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private SplittableRandom randomOf(String path) {
    return new SplittableRandom(seed * 31 + path.hashCode());
  }
}

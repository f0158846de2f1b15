package io.orchestrator.agent.testkit.seed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/**
 * Small folders that have what a data directory can have. The same at each run, and of random
 * bytes, so that compression does not make them smaller.
 */
final class SourceTree {
  static final long SPARSE_SIZE = 8L * 1024 * 1024;

  private static final Instant MODIFIED = Instant.parse("2024-02-29T12:34:56Z");
  private static final List<String> ODD_NAMES =
      List.of(
          "with blank",
          " leading and trailing ",
          "-rf",
          "--help",
          "$(touch executed)",
          "; touch executed",
          "`touch executed`",
          "quote'and\"quote",
          "back\\slash",
          "new\nline",
          "tab\there",
          "star*?[a]",
          "percent%20%s%n",
          "t@0024able",
          "Größe-表",
          "#sql-ib123",
          ".hidden",
          "~tilde");

  private final Path root;
  private final Random random = new Random(42);

  private SourceTree(Path root) {
    this.root = root;
  }

  /** A little of everything but holes and odd names. */
  static void everything(Path root) throws IOException {
    SourceTree tree = new SourceTree(root);
    tree.file("ibdata1", 300_000, "rw-r-----");
    tree.file("mysql/user.frm", 0, "rw-rw----");
    tree.file("shop/orders.ibd", 1_234_567, "rw-r-----");
    tree.file("shop/one-byte.ibd", 1, "r--r--r--");
    tree.file("shop/deep/er/and/deeper/file", 65_536, "rwxr-x--x");
    Files.createDirectories(root.resolve("empty-folder"));
    Files.setPosixFilePermissions(
        root.resolve("empty-folder"), PosixFilePermissions.fromString("rwx------"));
    Files.createLink(root.resolve("shop/orders-again.ibd"), root.resolve("shop/orders.ibd"));
    Files.createSymbolicLink(root.resolve("shop/link.isl"), Path.of("../ibdata1"));
    Files.createSymbolicLink(root.resolve("dangling"), Path.of("/nowhere/at/all"));
    if ((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0) {
      Files.setAttribute(root.resolve("ibdata1"), "unix:uid", 12345);
      Files.setAttribute(root.resolve("ibdata1"), "unix:gid", 54321);
    }
  }

  /** One file. */
  static void onlyIbdata(Path root) throws IOException {
    new SourceTree(root).file("ibdata1", 100_000, "rw-r-----");
  }

  /** Files and folders whose names a shell, a tool or a parser may trip over. */
  static void oddNames(Path root) throws IOException {
    SourceTree tree = new SourceTree(root);
    tree.file("ibdata1", 10_000, "rw-r-----");
    for (String name : ODD_NAMES) {
      tree.file(name, 100, "rw-r-----");
      tree.file("in a folder/" + name + "/" + name, 100, "rw-r-----");
    }
    tree.file("x".repeat(200) + "/" + "y".repeat(200), 100, "rw-r-----");
  }

  /** A file of {@link #SPARSE_SIZE} with a few blocks that hold something. */
  static void sparse(Path root) throws IOException {
    SourceTree tree = new SourceTree(root);
    tree.file("ibdata1", 10_000, "rw-r-----");
    Path file = tree.file("shop/holes.ibd", 0, "rw-r-----");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(tree.bytes(5_000)), 1_048_576);
      channel.write(ByteBuffer.wrap(tree.bytes(5_000)), SPARSE_SIZE - 5_000);
    }
    Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
  }

  /** More than the buffers on the way hold, so that a transfer can be cut in its middle. */
  static void large(Path root) throws IOException {
    SourceTree tree = new SourceTree(root);
    tree.file("ibdata1", 6_000_000, "rw-r-----");
    tree.file("shop/orders.ibd", 12_000_000, "rw-r-----");
    tree.file("shop/users.ibd", 6_000_000, "rw-r-----");
  }

  private Path file(String name, int size, String mode) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes(size));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    Files.setLastModifiedTime(file, FileTime.from(MODIFIED.minusSeconds(size)));
    return file;
  }

  private byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}

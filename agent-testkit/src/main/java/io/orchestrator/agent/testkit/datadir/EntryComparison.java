package io.orchestrator.agent.testkit.datadir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Compares what two trees have under one name. */
final class EntryComparison {
  /** File systems round up, and count what they need for finding the blocks. */
  private static final long TOLERANCE = 64 * 1024;

  private final Path original;
  private final Path copy;
  private final TimeUnit precision;
  private final DifferenceList differences;

  EntryComparison(Path original, Path copy, TimeUnit precision, DifferenceList differences) {
    this.original = original;
    this.copy = copy;
    this.precision = precision;
    this.differences = differences;
  }

  void compare(TreeEntry one, TreeEntry other) throws IOException {
    UnixAttributes left = one.attributes();
    UnixAttributes right = other.attributes();
    if (differ(one, "type", left.type(), right.type())) {
      return;
    }
    differ(one, "target", one.linkTarget(), other.linkTarget());
    differ(one, "owner", left.owner(), right.owner());
    differ(one, "group", left.group(), right.group());
    differ(one, "mode", octal(left), octal(right));
    if (!one.isLink() && left.modified().to(precision) != right.modified().to(precision)) {
      differ(one, "modification time", left.modified(), right.modified());
    }
    if (one.isFile()) {
      compareFiles(one, other);
    }
  }

  private void compareFiles(TreeEntry one, TreeEntry other) throws IOException {
    differ(one, "hard link", one.firstName(), other.firstName());
    if (!differ(one, "size", one.attributes().size(), other.attributes().size())) {
      long position = Files.mismatch(original.resolve(one.path()), copy.resolve(one.path()));
      if (position >= 0) {
        differences.add(one.path(), "has other content from byte " + position);
      }
    }
    if (other.allocated() > one.allocated() + TOLERANCE) {
      differ(one, "allocated size", one.allocated(), other.allocated());
    }
  }

  private boolean differ(TreeEntry entry, String what, Object one, Object other) {
    if (one.equals(other)) {
      return false;
    }
    differences.add(entry.path(), "has " + what + " " + one + ", and in the copy " + other);
    return true;
  }

  private static String octal(UnixAttributes attributes) {
    return String.format("%04o", attributes.mode());
  }
}

package io.orchestrator.agent.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/**
 * What an entry has besides its content.
 *
 * @param mode permissions with setuid, setgid and sticky; without the type
 * @param uid the owner's number
 * @param gid the group's number
 * @param seconds when it was changed, since 1970
 * @param nanos the fraction of that second
 * @param extended its extended attributes of the namespace user, by name
 */
record Attributes(
    int mode, int uid, int gid, long seconds, int nanos, Map<String, byte[]> extended) {
  static final int MODE_BITS = 07777;
  private static final int SET_IDS = 06000;

  Attributes {
    extended = Map.copyOf(extended);
  }

  /** Would whoever starts a file with these run it as its owner, or of its group? */
  boolean runsAsOwner() {
    return (mode & SET_IDS) != 0;
  }

  Owner owner() {
    return new Owner(uid, gid);
  }

  /** The same of another owner. */
  Attributes of(Owner other) {
    return new Attributes(mode, other.uid(), other.gid(), seconds, nanos, extended);
  }

  /** The same without extended attributes. */
  Attributes bare() {
    return extended.isEmpty() ? this : new Attributes(mode, uid, gid, seconds, nanos, Map.of());
  }

  FileTime modified() {
    return FileTime.from(Instant.ofEpochSecond(seconds, nanos));
  }

  /**
   * Gives these to a file or folder; its owner first, for that clears setuid, and its mode last,
   * for that may close it.
   *
   * @param path no link: the seed makes its own at last, and {@link ClosedDatadir} keeps others out
   */
  void applyTo(Path path) throws IOException {
    applyToNew(path, Owner.of(path));
  }

  /**
   * The same.
   *
   * @param now whose it is
   */
  void applyToNew(Path path, Owner now) throws IOException {
    applyOwner(path, now);
    ExtendedAttributes.write(path, extended);
    // By the path as it is: not to follow a link would take three more calls of the system each.
    Files.setLastModifiedTime(path, modified());
    Files.setAttribute(path, "unix:mode", mode);
  }

  /** Gives these to a symbolic link itself, which has no mode of its own. */
  void applyToLink(Path path) throws IOException {
    applyOwner(path, Owner.of(path));
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(modified(), null, null);
  }

  private void applyOwner(Path path, Owner now) throws IOException {
    if (uid != now.uid()) {
      Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
    }
    if (gid != now.gid()) {
      Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    }
  }
}

package io.orchestrator.agent.testkit.datadir;

import java.nio.file.Path;

/**
 * What a tree has under one name.
 *
 * @param path relative to the tree's root
 * @param linkTarget of a symbolic link, else empty
 * @param firstName of a regular file the first of the tree's names for it, else the path
 * @param allocated bytes on disk
 */
record TreeEntry(
    Path path, UnixAttributes attributes, String linkTarget, Path firstName, long allocated) {
  boolean isFile() {
    return attributes.type().equals(UnixAttributes.FILE);
  }

  boolean isLink() {
    return attributes.type().equals(UnixAttributes.LINK);
  }

  TreeEntry withFirstName(Path name) {
    return new TreeEntry(path, attributes, linkTarget, name, allocated);
  }
}

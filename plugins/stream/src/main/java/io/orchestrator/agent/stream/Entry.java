package io.orchestrator.agent.stream;

import java.util.Arrays;
import java.util.Optional;

/**
 * One line of the list. Entries are numbered from 0, which is the data directory itself; each comes
 * behind the folder that it is in.
 *
 * @param type what it is
 * @param parent the number of the folder that it is in; 0 for the data directory itself
 * @param name its name in that folder; none for the data directory itself
 * @param attributes whom it belongs to and so on; of a hard link those of its file
 * @param size of a file, in bytes; else 0
 * @param linkTarget of a symbolic link; else none
 * @param first of a hard link, the number of the file that it is; else 0
 */
record Entry(
    Type type,
    int parent,
    RawName name,
    Attributes attributes,
    long size,
    RawName linkTarget,
    int first) {
  /** What an entry is. */
  enum Type {
    FOLDER(0),
    FILE(1),
    SYMBOLIC_LINK(2),
    HARD_LINK(3);

    private final int number;

    Type(int number) {
      this.number = number;
    }

    /** What it is in the format. */
    int number() {
      return number;
    }

    static Optional<Type> of(int number) {
      return Arrays.stream(values()).filter(type -> type.number == number).findAny();
    }
  }

  static Entry folder(int parent, RawName name, Attributes attributes) {
    return new Entry(Type.FOLDER, parent, name, attributes, 0, RawName.NONE, 0);
  }

  static Entry file(int parent, RawName name, Attributes attributes, long size) {
    return new Entry(Type.FILE, parent, name, attributes, size, RawName.NONE, 0);
  }

  static Entry symbolicLink(int parent, RawName name, Attributes attributes, RawName target) {
    return new Entry(Type.SYMBOLIC_LINK, parent, name, attributes, 0, target, 0);
  }

  static Entry hardLink(int parent, RawName name, Attributes attributes, int first) {
    return new Entry(Type.HARD_LINK, parent, name, attributes, 0, RawName.NONE, first);
  }

  /** The same with other attributes. */
  Entry with(Attributes others) {
    return new Entry(type, parent, name, others, size, linkTarget, first);
  }

  boolean isFolder() {
    return type == Type.FOLDER;
  }

  boolean isFile() {
    return type == Type.FILE;
  }
}

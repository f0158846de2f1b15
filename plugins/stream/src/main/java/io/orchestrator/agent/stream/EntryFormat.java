package io.orchestrator.agent.stream;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Entries as bytes, the same on the wire and in the work directory; numbers are big-endian. A type
 * (1 byte), the folder's number (4), the name's length (1) and the name, mode (2), owner (4), group
 * (4), seconds (8) and nanoseconds (4) of its change, the number of extended attributes (1), of
 * each its name's length (1), name, value's length (4) and value; then a file's size (8), or a
 * symbolic link's target's length (2) and target, or a hard link's first number (4).
 */
final class EntryFormat {
  private static final int LONGEST_TARGET = 4095;
  private static final long LATEST = 1L << 40;
  private static final int NANOS = 1_000_000_000;

  private EntryFormat() {}

  /** What comes is no entry. */
  static final class BadEntryException extends IOException {
    private static final long serialVersionUID = 1L;

    BadEntryException(String what) {
      super(what);
    }
  }

  static void write(Entry entry, DataOutput out) throws IOException {
    out.writeByte(entry.type().number());
    out.writeInt(entry.parent());
    out.writeByte(entry.name().length());
    out.write(entry.name().bytes());
    Attributes attributes = entry.attributes();
    out.writeShort(attributes.mode());
    out.writeInt(attributes.uid());
    out.writeInt(attributes.gid());
    out.writeLong(attributes.seconds());
    out.writeInt(attributes.nanos());
    writeExtended(attributes.extended(), out);
    switch (entry.type()) {
      case FOLDER -> {}
      case FILE -> out.writeLong(entry.size());
      case SYMBOLIC_LINK -> {
        out.writeShort(entry.linkTarget().length());
        out.write(entry.linkTarget().bytes());
      }
      case HARD_LINK -> out.writeInt(entry.first());
    }
  }

  private static void writeExtended(Map<String, byte[]> extended, DataOutput out)
      throws IOException {
    out.writeByte(extended.size());
    for (Map.Entry<String, byte[]> one : extended.entrySet()) {
      byte[] name = one.getKey().getBytes(StandardCharsets.UTF_8);
      out.writeByte(name.length);
      out.write(name);
      out.writeInt(one.getValue().length);
      out.write(one.getValue());
    }
  }

  /**
   * Reads one of which nothing is believed but its lengths, which are bounded.
   *
   * @param type its first byte
   */
  static Entry read(int type, DataInput in) throws IOException {
    Entry.Type known =
        Entry.Type.of(type)
            .orElseThrow(() -> new BadEntryException("an entry of the unknown type " + type));
    int parent = in.readInt();
    RawName name = new RawName(bytes(in.readUnsignedByte(), in));
    Attributes attributes = readAttributes(in);
    return switch (known) {
      case FOLDER -> Entry.folder(parent, name, attributes);
      case FILE -> Entry.file(parent, name, attributes, in.readLong());
      case SYMBOLIC_LINK ->
          Entry.symbolicLink(
              parent,
              name,
              attributes,
              new RawName(bytes(bounded("target", in.readUnsignedShort(), LONGEST_TARGET), in)));
      case HARD_LINK -> Entry.hardLink(parent, name, attributes, in.readInt());
    };
  }

  private static Attributes readAttributes(DataInput in) throws IOException {
    int mode = bounded("mode", in.readUnsignedShort(), Attributes.MODE_BITS);
    int uid = in.readInt();
    int gid = in.readInt();
    long seconds = in.readLong();
    if (seconds > LATEST || seconds < -LATEST) {
      throw new BadEntryException("an entry that was changed " + seconds + " s after 1970");
    }
    int nanos = bounded("fraction of a second", in.readInt(), NANOS - 1);
    int count = in.readUnsignedByte();
    Map<String, byte[]> extended = count == 0 ? Map.of() : readExtended(count, in);
    return new Attributes(mode, uid, gid, seconds, nanos, extended);
  }

  private static Map<String, byte[]> readExtended(int count, DataInput in) throws IOException {
    Map<String, byte[]> extended = new HashMap<>();
    int left = ExtendedAttributes.MOST_BYTES;
    for (int number = 0; number < count; number++) {
      byte[] bytes = bytes(in.readUnsignedByte(), in);
      String name = new String(bytes, StandardCharsets.UTF_8);
      if (name.isEmpty() || name.indexOf(0) >= 0) {
        throw new BadEntryException("an extended attribute without a proper name");
      }
      left -= bytes.length;
      int length = in.readInt();
      if (length < 0 || length > left) {
        throw new BadEntryException(
            "an entry with more than " + ExtendedAttributes.MOST_BYTES + " bytes of attributes");
      }
      left -= length;
      extended.put(name, bytes(length, in));
    }
    return extended;
  }

  private static int bounded(String what, int value, int most) throws BadEntryException {
    if (value < 0 || value > most) {
      throw new BadEntryException("an entry whose " + what + " is " + value);
    }
    return value;
  }

  private static byte[] bytes(int length, DataInput in) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}

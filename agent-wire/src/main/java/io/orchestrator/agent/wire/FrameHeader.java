package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.wire.WireSender;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What every frame begins with; 32 bytes, big-endian. Behind it come {@code length} bytes of
 * payload and, if there are any, their CRC32C.
 *
 * @param type what it is
 * @param flags {@link #END}, {@link #ZSTD}, {@link #ZEROS}
 * @param length of the payload as it travels, in bytes
 * @param id see {@link FrameType}
 * @param position see {@link FrameType}
 * @param rawLength of the payload when it is not compressed, in bytes
 */
record FrameHeader(FrameType type, int flags, int length, long id, long position, int rawLength) {
  static final int SIZE = 32;
  static final int MAX_BLOCK = WireSender.MAX_BLOCK;
  static final int MAX_ORDERED = 256 << 10;
  static final int MAX_WORDS = 4 << 10;

  /** There are no further ordered bytes. */
  static final int END = 1;

  /** The payload is one frame of zstd. */
  static final int ZSTD = 2;

  /** There is no payload: the block is {@code rawLength} zeros. */
  static final int ZEROS = 4;

  private static final int CHECKED = SIZE - Integer.BYTES;

  /** One without payload. */
  static FrameHeader bare(FrameType type, long id) {
    return new FrameHeader(type, 0, 0, id, 0, 0);
  }

  /** One whose payload travels as it is. */
  static FrameHeader plain(FrameType type, int flags, long id, long position, int length) {
    return new FrameHeader(type, flags, length, id, position, length);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Writes it at the buffer's position. */
  void putInto(ByteBuffer buffer) {
    int start = buffer.position();
    buffer.put((byte) type.number()).put((byte) flags).putShort((short) 0);
    buffer.putInt(length).putLong(id).putLong(position).putInt(rawLength);
    buffer.putInt(check(buffer, start));
  }

  /**
   * Reads one from the buffer's position.
   *
   * @throws FrameException if it is none that may be sent
   */
  static FrameHeader readFrom(ByteBuffer buffer) throws FrameException {
    int start = buffer.position();
    Optional<FrameType> type = FrameType.of(buffer.get());
    int flags = buffer.get();
    int reserved = buffer.getShort();
    int length = buffer.getInt();
    long id = buffer.getLong();
    long position = buffer.getLong();
    int rawLength = buffer.getInt();
    if (buffer.getInt() != check(buffer, start)) {
      throw new ChecksumException("the checksum of a frame's header is wrong");
    }
    FrameHeader header =
        new FrameHeader(
            type.orElseThrow(() -> new FrameException("a frame of an unknown type came")),
            flags,
            length,
            id,
            position,
            rawLength);
    if (reserved != 0 || !header.isSound()) {
      throw new FrameException("a frame came that may not be sent: " + header);
    }
    return header;
  }

  private boolean isSound() {
    boolean numbers = id >= 0 && position >= 0 && position <= Long.MAX_VALUE - MAX_BLOCK;
    boolean lengths = length >= 0 && length <= type.maxLength();
    return numbers && lengths && (type == FrameType.BLOCK ? isSoundBlock() : isSoundOther());
  }

  private boolean isSoundBlock() {
    return switch (flags) {
      case 0 -> length > 0 && rawLength == length;
      case ZSTD -> length > 0 && rawLength > length && rawLength <= MAX_BLOCK;
      case ZEROS -> length == 0 && rawLength > 0 && rawLength <= MAX_BLOCK;
      default -> false;
    };
  }

  private boolean isSoundOther() {
    boolean numbered = type == FrameType.ORDERED || type == FrameType.ACK;
    return rawLength == length
        && position == 0
        && (numbered || id == 0)
        && (flags == 0 || (flags == END && type == FrameType.ORDERED));
  }

  private static int check(ByteBuffer buffer, int start) {
    CRC32C crc = new CRC32C();
    crc.update(buffer.duplicate().position(start).limit(start + CHECKED));
    return (int) crc.getValue();
  }
}

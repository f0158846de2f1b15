package io.orchestrator.agent.wire;

import java.util.Arrays;
import java.util.Optional;

/** What a frame is. */
enum FrameType {
  /** A block; id and position as the transport gave them. Data lanes only. */
  BLOCK(1, FrameHeader.MAX_BLOCK),
  /** The next ordered bytes; id counts these frames from 0. Control lane only. */
  ORDERED(2, FrameHeader.MAX_ORDERED),
  /**
   * On a data lane: the oldest block that was sent on this connection and not acknowledged has been
   * taken. On the control lane: all ordered frames below this id have been read.
   */
  ACK(3, 0),
  /** I am alive. */
  PING(4, 0),
  /** I have failed: a code, a line feed, and the reason. Control lane only. */
  FAIL(5, FrameHeader.MAX_WORDS),
  /** From the receiver, with a summary: all is verified and on disk. Control lane only. */
  DONE(6, FrameHeader.MAX_WORDS),
  /** From the sender: I have seen DONE. Control lane only. */
  BYE(7, 0);

  private final int number;
  private final int maxLength;

  FrameType(int number, int maxLength) {
    this.number = number;
    this.maxLength = maxLength;
  }

  /** Its number on the wire, which never changes. */
  int number() {
    return number;
  }

  /** The longest payload, in bytes. */
  int maxLength() {
    return maxLength;
  }

  /** The type of this number; empty for one that there is not. */
  static Optional<FrameType> of(int number) {
    return Arrays.stream(values()).filter(type -> type.number == number).findAny();
  }
}

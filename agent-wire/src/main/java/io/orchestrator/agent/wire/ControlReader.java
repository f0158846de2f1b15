package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what comes on a connection of the control lane, until that is lost or the last has come.
 */
final class ControlReader {
  private static final Logger log = LoggerFactory.getLogger(ControlReader.class);

  private final SessionState state;
  private final OrderedInput input;
  private final OrderedOutput output;
  private final Farewell farewell;
  private final Damages damages;

  ControlReader(
      SessionState state,
      OrderedInput input,
      OrderedOutput output,
      Farewell farewell,
      Damages damages) {
    this.state = state;
    this.input = input;
    this.output = output;
    this.farewell = farewell;
    this.damages = damages;
  }

  void read(Link link) {
    try {
      boolean more = true;
      while (more) {
        FrameHeader header = link.readHeader();
        if (header.type() == FrameType.BLOCK) {
          throw new FrameException("a block came on the control lane");
        }
        // What stays is exactly as large as what came.
        ByteBuffer payload = ByteBuffer.allocate(header.length());
        link.readWhole(header, payload);
        more = take(header, payload, link);
      }
    } catch (FrameException e) {
      damages.found(e, link);
    } catch (IOException e) {
      log.debug("The control connection to {} ended: {}", link.peer(), e.toString());
      link.lost(e);
    } finally {
      link.close();
      state.wake();
    }
  }

  /** Takes a frame; does more come after it? */
  private boolean take(FrameHeader header, ByteBuffer payload, Link link) throws FrameException {
    switch (header.type()) {
      case ORDERED -> {
        if (input.arrived(header.id(), payload, header.has(FrameHeader.END))) {
          link.proveUseful();
        }
      }
      case ACK -> {
        if (output.read(header.id())) {
          link.proveUseful();
        }
      }
      case FAIL -> {
        String reason = LastWords.of(FrameType.FAIL, payload).reason();
        state.failedThere(
            new AgentException(ErrorCode.PEER_FAILED, "The other side failed: " + reason));
        return false;
      }
      case DONE, BYE -> {
        farewell.heard(LastWords.of(header.type(), payload));
        return header.type() == FrameType.DONE;
      }
      default -> throw new FrameException("a frame came that does not belong here: " + header);
    }
    return true;
  }
}

package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes blocks and acknowledges each. It runs on a thread of its own. */
final class DataLaneIn implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(DataLaneIn.class);
  private static final int MOST_DAMAGES = 5;

  private final int number;
  private final SessionState state;
  private final LinkSource links;
  private final BlockReader reader;
  private final AtomicInteger damages;

  /**
   * A lane.
   *
   * @param damages how many blocks came damaged, on all lanes
   */
  DataLaneIn(
      int number, SessionState state, LinkSource links, BlockReader reader, AtomicInteger damages) {
    this.number = number;
    this.state = state;
    this.links = links;
    this.reader = reader;
    this.damages = damages;
  }

  @Override
  public void run() {
    try {
      while (!state.isOver()) {
        use(links.next());
      }
    } catch (AgentException e) {
      state.fail(e);
    } catch (InterruptedException e) {
      state.fail(new AgentException(ErrorCode.ABORTED, "The seed's connection was ended", e));
    }
  }

  private void use(Link next) throws InterruptedException {
    try (next) {
      while (true) {
        FrameHeader header = next.readHeader();
        if (header.type() != FrameType.BLOCK) {
          throw new FrameException("a frame came that does not belong here: " + header);
        }
        reader.read(header, next);
        next.write(FrameHeader.bare(FrameType.ACK, 0));
      }
    } catch (SinkException e) {
      state.fail(e.failure());
    } catch (ChecksumException e) {
      damaged(e);
    } catch (IOException e) {
      log.debug("Data connection {} from {} ended: {}", number, next.peer(), e.toString());
    }
  }

  /** The sender sends it again; but what is damaged again and again has some other cause. */
  private void damaged(ChecksumException e) {
    log.warn("{}; it is sent again", e.getMessage());
    if (damages.incrementAndGet() >= MOST_DAMAGES) {
      state.fail(
          new AgentException(
              ErrorCode.CORRUPT_DATA,
              "Blocks have arrived damaged "
                  + MOST_DAMAGES
                  + " times: a file changes while it is sent, or the network or memory of a host is"
                  + " faulty",
              e));
    }
  }
}

package io.orchestrator.agent.wire;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes blocks and acknowledges each. It runs on a thread of its own. */
final class DataLaneIn implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(DataLaneIn.class);

  private final SessionState state;
  private final LinkSource links;
  private final BlockReader reader;
  private final Damages damages;

  DataLaneIn(SessionState state, LinkSource links, BlockReader reader, Damages damages) {
    this.state = state;
    this.links = links;
    this.reader = reader;
    this.damages = damages;
  }

  @Override
  public void run() {
    state.run(
        () -> {
          while (!state.isOver()) {
            use(links.next());
          }
        });
  }

  private void use(Link next) throws InterruptedException {
    try {
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
    } catch (FrameException e) {
      damages.found(e, next);
    } catch (IOException e) {
      log.debug("Data connection {} from {} ended: {}", next.lane(), next.peer(), e.toString());
      next.lost(e);
    } finally {
      next.close();
    }
  }
}

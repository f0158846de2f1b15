package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends blocks. It runs on a thread of its own and has another one for the acknowledgements. */
final class DataLaneOut implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(DataLaneOut.class);

  private final int number;
  private final SessionState state;
  private final Outbox outbox;
  private final LinkSource links;
  private final BlockWriter writer;
  private final Damages damages;
  private final UnaryOperator<AgentException> explained;

  DataLaneOut(
      int number,
      SessionState state,
      Outbox outbox,
      LinkSource links,
      BlockWriter writer,
      Damages damages,
      UnaryOperator<AgentException> explained) {
    this.explained = explained;
    this.number = number;
    this.state = state;
    this.outbox = outbox;
    this.links = links;
    this.writer = writer;
    this.damages = damages;
  }

  @Override
  public void run() {
    try (writer) {
      state.run(
          () -> {
            while (!state.isOver()) {
              use(links.next());
            }
          });
    } catch (IOException e) {
      log.debug("Closing a file failed", e);
    }
  }

  private void use(Link next) throws InterruptedException {
    Thread reader = new Thread(() -> readAcknowledgements(next), "seed-data-" + number + "-in");
    reader.setDaemon(true);
    try {
      reader.start();
      send(next);
    } catch (SourceFileException e) {
      state.fail(
          explained.apply(new AgentException(e.code(), "Could not send: " + e.getMessage(), e)));
    } catch (AgentException e) {
      state.fail(explained.apply(e));
    } catch (IOException e) {
      log.debug("Data connection {} to {} was lost: {}", number, next.peer(), e.toString());
      next.lost(e);
    } finally {
      next.close();
      reader.join();
      outbox.connectionLost(number);
    }
  }

  private void send(Link link) throws IOException, InterruptedException {
    while (true) {
      Optional<OutBlock> block = outbox.take(number, link);
      if (block.isEmpty()) {
        return;
      }
      writer.write(block.get(), link);
    }
  }

  private void readAcknowledgements(Link link) {
    try {
      while (true) {
        FrameHeader header = link.readHeader();
        if (header.type() != FrameType.ACK) {
          throw new FrameException("a frame came that does not belong here: " + header);
        }
        outbox.acknowledged(number);
        link.proveUseful();
      }
    } catch (FrameException e) {
      damages.found(e, link);
    } catch (IOException e) {
      log.debug("Data connection {} to {} ended: {}", number, link.peer(), e.toString());
      link.lost(e);
    } finally {
      link.close();
      state.wake();
    }
  }
}

package io.orchestrator.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A receiver's control lane that has a failure to tell and no connection. */
@Timeout(60)
class ControlLaneTest {
  private final SessionState state = new SessionState();
  private final Handover links = new Handover(state, Duration.ofSeconds(20));
  private final ControlLane lane = new ControlLane(state, links, new Damages(state), FrameType.BYE);
  private ServerSocketChannel server;
  private RawClient sender;

  @BeforeEach
  void connect() throws IOException {
    server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    sender = new RawClient(server.socket().getLocalPort());
  }

  @AfterEach
  void close() throws IOException {
    sender.close();
    server.close();
  }

  @Test
  void tellsAFailureOnAConnectionThatItHasNotUsedYet() throws Exception {
    links.give(link());
    fail();
    CompletableFuture<Void> running = run();
    assertTold("the disk broke");
    sender.close();
    running.get(20, TimeUnit.SECONDS);
  }

  @Test
  void tellsAFailureOnTheConnectionThatComesNext() throws Exception {
    CompletableFuture<Void> running = run();
    fail();
    links.give(link());
    assertTold("the disk broke");
    sender.close();
    running.get(20, TimeUnit.SECONDS);
  }

  @Test
  void hangsUpOnAConnectionThatComesWhenItHasEnded() throws Exception {
    state.finish();
    run().get(20, TimeUnit.SECONDS);
    links.give(link());
    assertThat(sender.isHungUpOn()).isTrue();
  }

  @Test
  void waitsForNoConnectionWhenThePortIsClosed() throws Exception {
    links.expectNoMore();
    CompletableFuture<Optional<Link>> last =
        WirePair.inBackground(() -> links.last(Duration.ofDays(1)));
    assertThat(last.get(20, TimeUnit.SECONDS)).isEmpty();
  }

  private void fail() {
    state.fail(new AgentException(ErrorCode.IO_FAILED, "the disk broke"));
  }

  private CompletableFuture<Void> run() {
    return WirePair.inBackground(
        () -> {
          lane.run();
          return null;
        });
  }

  private Link link() throws IOException {
    return new Link(new PlainIo(server.accept()), "the sender", 0);
  }

  private void assertTold(String reason) throws IOException {
    Link heard = new Link(sender.io(), "the receiver", 0);
    FrameHeader header = heard.readHeader();
    assertThat(header.type()).isEqualTo(FrameType.FAIL);
    ByteBuffer payload = ByteBuffer.allocate(header.length());
    heard.readWhole(header, payload);
    assertThat(LastWords.of(FrameType.FAIL, payload).reason()).isEqualTo(reason);
  }
}

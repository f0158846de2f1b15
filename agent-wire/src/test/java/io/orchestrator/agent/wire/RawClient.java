package io.orchestrator.agent.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Somebody who connects and says whatever it likes. */
final class RawClient implements AutoCloseable {
  static final String SESSION = "ab".repeat(32);

  private final SocketChannel socket;
  private final PlainIo io;

  RawClient(int port) throws IOException {
    socket = SocketChannel.open();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    io = new PlainIo(socket);
  }

  static HeaderBlock hello() {
    return new Hello(1, WirePair.SEED, "stream", "1.0.0", SESSION, true, 0, 2)
        .block()
        .with("nonce", Secret.nonce());
  }

  HeaderBlock read() throws IOException {
    return HeaderBlock.read(io, "");
  }

  RawClient say(HeaderBlock block) throws IOException {
    block.write(io);
    return this;
  }

  RawClient say(String text) throws IOException {
    return say(text.getBytes(StandardCharsets.UTF_8));
  }

  RawClient say(byte[] bytes) throws IOException {
    io.write(ByteBuffer.wrap(bytes));
    return this;
  }

  /** Has the other side hung up? Waits until it has. */
  boolean isHungUpOn() {
    ByteBuffer rest = ByteBuffer.allocate(4096);
    try {
      while (io.read(rest.clear()) >= 0) {
        // What comes does not matter.
      }
    } catch (IOException reset) {
      return true;
    }
    return true;
  }

  WireIo io() {
    return io;
  }

  @Override
  public void close() {
    io.close();
  }
}

package io.orchestrator.agent.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection as it is. */
final class PlainIo implements WireIo {
  private static final Logger log = LoggerFactory.getLogger(PlainIo.class);

  private final SocketChannel socket;

  PlainIo(SocketChannel socket) {
    this.socket = socket;
  }

  @Override
  public void write(ByteBuffer... buffers) throws IOException {
    long left = 0;
    for (ByteBuffer buffer : buffers) {
      left += buffer.remaining();
    }
    while (left > 0) {
      left -= socket.write(buffers);
    }
  }

  @Override
  public boolean sendsFiles() {
    return true;
  }

  @Override
  public int writeFile(FileChannel file, long position, int length) throws IOException {
    int sent = 0;
    while (sent < length) {
      long now = file.transferTo(position + sent, length - sent, socket);
      if (now <= 0) {
        return sent;
      }
      sent += (int) now;
    }
    return sent;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return socket.read(into);
  }

  @Override
  public byte[] peerCertificate() {
    return new byte[0];
  }

  @Override
  public byte[] ownCertificate() {
    return new byte[0];
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      log.debug("Closing a connection failed", e);
    }
  }
}

package io.orchestrator.agent.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A connection inside TLS 1.3, with certificates on both sides. */
final class TlsIo implements WireIo {
  private static final int NET_BYTES = 64 << 10;

  /** Each takes memory until this side writes, which it does in each pause for a heartbeat. */
  private static final int MOST_UNANSWERED = 64;

  private final PlainIo plain;
  private final SSLEngine engine;
  private final ReentrantLock writing = new ReentrantLock();

  /** On the heap, as all that is given to the engine: ciphers work on arrays, and copy all else. */
  private final ByteBuffer netOut = ByteBuffer.allocate(NET_BYTES);

  private final ByteBuffer netIn = ByteBuffer.allocate(NET_BYTES).flip();
  private final ByteBuffer appIn;
  private final AtomicInteger unanswered = new AtomicInteger();

  private TlsIo(SocketChannel socket, SSLEngine engine) {
    this.plain = new PlainIo(socket);
    this.engine = engine;
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    engine.setSSLParameters(parameters);
    this.appIn = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).flip();
  }

  /** The receiver's end: it asks for the sender's certificate and insists on it. */
  static TlsIo asReceiver(SocketChannel socket, SSLContext context) throws IOException {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setNeedClientAuth(true);
    return new TlsIo(socket, engine).shaken();
  }

  /**
   * The sender's end.
   *
   * @param verifyName must the receiver's certificate be for this host?
   */
  static TlsIo asSender(SocketChannel socket, SSLContext context, String host, boolean verifyName)
      throws IOException {
    SSLEngine engine = context.createSSLEngine(host, socket.socket().getPort());
    engine.setUseClientMode(true);
    if (verifyName) {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      engine.setSSLParameters(parameters);
    }
    return new TlsIo(socket, engine).shaken();
  }

  private TlsIo shaken() throws IOException {
    engine.beginHandshake();
    try {
      while (shakes(engine.getHandshakeStatus())) {
        step(engine.getHandshakeStatus());
      }
      return this;
    } catch (SSLException refused) {
      try {
        tellWhy();
      } catch (IOException gone) {
        refused.addSuppressed(gone);
      }
      throw refused;
    }
  }

  private static boolean shakes(HandshakeStatus status) {
    return status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED;
  }

  private void step(HandshakeStatus status) throws IOException {
    switch (status) {
      case NEED_TASK -> runTasks();
      case NEED_WRAP -> wrap();
      default -> {
        if (unwrap() < 0) {
          throw new EOFException("the connection was closed during the TLS handshake");
        }
      }
    }
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask(); task != null; ) {
      task.run();
      task = engine.getDelegatedTask();
    }
  }

  /** The alert that says what is wrong with the other side's certificate. */
  private void tellWhy() throws IOException {
    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      wrap();
    }
  }

  @Override
  public void write(ByteBuffer... buffers) throws IOException {
    writing.lock();
    try {
      unanswered.set(0);
      netOut.clear();
      for (ByteBuffer buffer : buffers) {
        while (buffer.hasRemaining()) {
          seal(buffer);
        }
      }
      plain.write(netOut.flip());
    } finally {
      writing.unlock();
    }
  }

  /** Sends what the engine itself has to say. */
  private void wrap() throws IOException {
    netOut.clear();
    seal(ByteBuffer.allocate(0));
    unanswered.set(0);
    plain.write(netOut.flip());
  }

  /** Adds one record to what is to be sent: the engine's own first, such as that of new keys. */
  private void seal(ByteBuffer from) throws IOException {
    SSLEngineResult result = engine.wrap(from, netOut);
    if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
      plain.write(netOut.flip());
      netOut.clear();
    } else if (result.getStatus() == SSLEngineResult.Status.CLOSED && result.bytesProduced() == 0) {
      throw new EOFException("the TLS connection is closed");
    } else if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
      runTasks();
    }
  }

  @Override
  public boolean sendsFiles() {
    return false;
  }

  @Override
  public int writeFile(FileChannel file, long position, int length) {
    throw new UnsupportedOperationException("TLS has to see the bytes");
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    while (!appIn.hasRemaining()) {
      if (unwrap() < 0) {
        return -1;
      }
    }
    int length = Math.min(into.remaining(), appIn.remaining());
    into.put(appIn.slice(appIn.position(), length));
    appIn.position(appIn.position() + length);
    return length;
  }

  private int unwrap() throws IOException {
    appIn.clear();
    try {
      return unwrapInto();
    } finally {
      appIn.flip();
    }
  }

  /** Opens one record, reading more where it is not whole yet. */
  private int unwrapInto() throws IOException {
    while (true) {
      SSLEngineResult result = engine.unwrap(netIn, appIn);
      switch (result.getStatus()) {
        case BUFFER_UNDERFLOW -> {
          netIn.compact();
          int read = plain.read(netIn);
          netIn.flip();
          if (read < 0) {
            return -1;
          }
        }
        case CLOSED -> {
          return -1;
        }
        case BUFFER_OVERFLOW -> throw new SSLException("a TLS record is larger than it may be");
        default -> {
          answer(result);
          return result.bytesProduced();
        }
      }
    }
  }

  /**
   * The other side may ask for new keys at any time. The answer goes out with what this side writes
   * next: were it written here, two sides that write and don't read for this would wait for ever.
   */
  private void answer(SSLEngineResult result) throws SSLException {
    if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
      runTasks();
    } else if (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
        && result.bytesProduced() == 0
        && unanswered.incrementAndGet() > MOST_UNANSWERED) {
      throw new SSLException("the other side asks for new keys again and again");
    }
  }

  @Override
  public byte[] peerCertificate() {
    try {
      return encoded(engine.getSession().getPeerCertificates());
    } catch (SSLException nobody) {
      return new byte[0];
    }
  }

  @Override
  public byte[] ownCertificate() {
    return encoded(engine.getSession().getLocalCertificates());
  }

  private static byte[] encoded(Certificate @Nullable [] chain) {
    try {
      return chain == null || chain.length == 0 ? new byte[0] : chain[0].getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was used has no encoding", e);
    }
  }

  @Override
  public void close() {
    plain.close();
  }
}

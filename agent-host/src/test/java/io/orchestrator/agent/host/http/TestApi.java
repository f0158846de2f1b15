package io.orchestrator.agent.host.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.host.fixture.TestHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A host's API on a port that the system chose, and its callers. */
final class TestApi implements AutoCloseable {
  private static final int LIMIT_MILLIS = 20_000;

  private final TestHost host;
  private final ApiServer server;
  private final int port;

  TestApi(TestHost host) {
    this.host = host;
    server = host.get(ApiServer.class);
    port = server.start();
  }

  /** What orchestrator calls, without the token. */
  static String with(String target, String token) {
    return target + (target.contains("?") ? "&" : "?") + "token=" + token;
  }

  /** The body that orchestrator gets for this route; it has to be a good answer. */
  String body(String route) throws IOException {
    Reply reply = call(route);
    assertThat(reply.statusLine()).as(reply.body()).isEqualTo("HTTP/1.1 200 OK\r\n");
    assertThat(reply.head()).contains("Content-Type: application/json; charset=UTF-8\r\n");
    return reply.body();
  }

  /** Calls a route as orchestrator does. */
  Reply call(String route) throws IOException {
    return get(with("/api/" + route, host.token()));
  }

  /** A GET of exactly this. */
  Reply get(String target, String... headers) throws IOException {
    return send("GET", target, headers);
  }

  /** A request of exactly this, without a body. */
  Reply send(String method, String target, String... headers) throws IOException {
    try (Socket socket = open(method, target, headers)) {
      return read(socket.getInputStream());
    }
  }

  /** Sends a request and leaves its answer unread. */
  Socket open(String method, String target, String... headers) throws IOException {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: agent\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(ISO_8859_1));
      return socket;
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  static Reply read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    in.transferTo(bytes);
    return Reply.of(bytes.toByteArray());
  }

  @Override
  public void close() {
    server.stop();
  }
}

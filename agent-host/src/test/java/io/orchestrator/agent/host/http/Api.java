package io.orchestrator.agent.host.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orchestrator.agent.host.fixture.TestHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import javax.net.SocketFactory;

/** The running API of a test's agent, and calls of it byte by byte. */
final class Api implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_MILLIS = 20_000;

  /** What came back until the connection was closed. */
  record Reply(String text) {
    String statusLine() {
      int end = text.indexOf("\r\n");
      return end < 0 ? text : text.substring(0, end);
    }

    int status() {
      return Integer.parseInt(statusLine().split(" ", 3)[1]);
    }

    String head() {
      int end = text.indexOf("\r\n\r\n");
      return end < 0 ? text : text.substring(0, end);
    }

    String body() {
      int end = text.indexOf("\r\n\r\n");
      return end < 0 ? "" : text.substring(end + 4);
    }

    JsonNode json() throws IOException {
      return JSON.readTree(head().contains("Transfer-Encoding: chunked") ? unchunked() : body());
    }

    private String unchunked() {
      String body = body();
      StringBuilder whole = new StringBuilder();
      int at = 0;
      for (int size = 1; size > 0; at += 2) {
        int end = body.indexOf("\r\n", at);
        size = Integer.parseInt(body.substring(at, end), 16);
        whole.append(body, end + 2, end + 2 + size);
        at = end + 2 + size;
      }
      return whole.toString();
    }

    /** The one form of an error that orchestrator notices. */
    boolean isNoticed() {
      return text.startsWith("HTTP/1.1 500\r\n");
    }
  }

  private final TestHost host;
  private final ApiServer server;
  private final SocketFactory sockets;
  private final int port;

  private Api(TestHost host, SocketFactory sockets) {
    this.host = host;
    this.sockets = sockets;
    this.server = host.get(ApiServer.class);
    this.port = server.start();
  }

  static Api start(TestHost host) {
    return start(host, SocketFactory.getDefault());
  }

  static Api start(TestHost host, SocketFactory sockets) {
    return new Api(host, sockets);
  }

  /** The same API over other connections. */
  Socket connect(SocketFactory factory) throws IOException {
    Socket socket = factory.createSocket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** GET with the token parameter, as orchestrator calls. */
  Reply get(String command) throws IOException {
    return request("GET", command + token(command), "");
  }

  /** GET just so. */
  Reply getWithoutToken(String command) throws IOException {
    return request("GET", command, "");
  }

  private String token(String command) {
    return (command.contains("?") ? "&token=" : "?token=") + host.token();
  }

  /** GET with the token parameter; the answer's JSON. */
  JsonNode json(String command) throws IOException {
    Reply reply = get(command);
    if (reply.status() != 200) {
      throw new AssertionError(command + ": " + reply.text());
    }
    return reply.json();
  }

  /** This method, path below /api/ and further head lines, each with its end. */
  Reply request(String method, String command, String headLines) throws IOException {
    return raw(
        method
            + " /api/"
            + command
            + " HTTP/1.1\r\nHost: db1\r\n"
            + headLines
            + "Connection: close\r\n\r\n");
  }

  /** A POST with the token parameter. */
  Reply post(String command, String body) throws IOException {
    return raw(
        "POST /api/"
            + command
            + token(command)
            + " HTTP/1.1\r\nHost: db1\r\nContent-Type:"
            + " text/plain\r\nContent-Length: "
            + body.length()
            + "\r\nConnection: close\r\n\r\n"
            + body);
  }

  /** Sends these bytes and reads all that comes back. */
  Reply raw(String request) throws IOException {
    try (Socket socket = connect(sockets)) {
      return exchange(socket, request);
    }
  }

  static Reply exchange(Socket socket, String request) throws IOException {
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    } catch (SocketException refused) {
      // It may have answered before it has read all.
    }
    return new Reply(readAll(socket.getInputStream()));
  }

  private static String readAll(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      in.transferTo(all);
    } catch (SocketTimeoutException late) {
      throw late;
    } catch (SocketException reset) {
      all.write("\n[reset]".getBytes(StandardCharsets.UTF_8));
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop();
  }
}

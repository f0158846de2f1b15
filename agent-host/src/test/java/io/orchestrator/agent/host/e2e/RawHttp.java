package io.orchestrator.agent.host.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.orchestrator.agent.testkit.orchestrator.RegisteredAgent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Requests as no client library would send them. */
final class RawHttp {
  private static final int LIMIT_MILLIS = 30_000;

  private final RegisteredAgent agent;

  RawHttp(RegisteredAgent agent) {
    this.agent = agent;
  }

  /** The whole answer to a GET of exactly this; empty if the connection was closed without one. */
  String get(String target) throws IOException {
    return send("GET " + target + " HTTP/1.1\r\nHost: agent\r\nConnection: close\r\n\r\n");
  }

  String send(String request) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(agent.host(), agent.port()), LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      try {
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(ISO_8859_1));
        out.flush();
      } catch (IOException closedBeforeTheEnd) {
        // An answer may have come all the same.
      }
      return answer(socket.getInputStream());
    }
  }

  /** Sends so much of a request, unless it is refused, and leaves the connection open. */
  Socket begin(String request) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(agent.host(), agent.port()), LIMIT_MILLIS);
    try {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    } catch (IOException closedBeforeTheEnd) {
      // It has taken as much as it takes.
    }
    return socket;
  }

  private static String answer(InputStream in) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      in.transferTo(answer);
    } catch (IOException reset) {
      // What has come until then counts.
    }
    return answer.toString(ISO_8859_1);
  }
}

package io.orchestrator.agent.host.orchestrator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** An orchestrator server that can be taken down and brought up again on its port. */
final class FakeServer implements AutoCloseable {
  /** The agents it knows. */
  final List<String> hosts = new CopyOnWriteArrayList<>();

  /** The paths of all calls. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  /** What is answered instead, if anything; with the status before a blank. */
  volatile String submitAnswer = "";

  volatile String listAnswer = "";
  volatile String pingAnswer = "";
  volatile boolean listHangs;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Optional<SSLContext> tls;
  private HttpServer server;
  private int port;

  FakeServer() throws IOException {
    this(Optional.empty());
  }

  FakeServer(Optional<SSLContext> tls) throws IOException {
    this.tls = tls;
    up();
  }

  URI uri() {
    return URI.create((tls.isPresent() ? "https" : "http") + "://localhost:" + port);
  }

  void up() throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    if (tls.isPresent()) {
      HttpsServer https = HttpsServer.create(address, 0);
      https.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
      server = https;
    } else {
      server = HttpServer.create(address, 0);
    }
    port = server.getAddress().getPort();
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  void down() {
    server.stop(0);
  }

  /** How many calls of this kind there have been. */
  long count(String kind) {
    return calls.stream().filter(path -> path.startsWith("/api/" + kind)).count();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    calls.add(path);
    if (path.startsWith("/api/submit-agent/")) {
      if (submitAnswer.isEmpty()) {
        hosts.add(path.split("/", -1)[3]);
      }
      answer(exchange, submitAnswer, "\"ok\"");
    } else if (path.equals("/api/agents-hosts")) {
      if (listHangs) {
        awaitClose();
      }
      answer(
          exchange,
          listAnswer,
          hosts.isEmpty() ? "[]" : "[\"" + String.join("\",\"", hosts) + "\"]");
    } else {
      answer(exchange, pingAnswer, "\"OK\"");
    }
  }

  private static void awaitClose() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, String instead, String usual)
      throws IOException {
    try (exchange) {
      int status = instead.isEmpty() ? 200 : Integer.parseInt(instead.substring(0, 3));
      String text = instead.isEmpty() ? usual : instead.substring(4);
      if (status == 302) {
        exchange.getResponseHeaders().set("Location", "/api/agent-ping");
      }
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    down();
    threads.shutdownNow();
  }
}

package io.orchestrator.agent.testkit.orchestrator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An agent that answers, byte for byte, what a test tells it to, over one connection at a time. */
public final class FakeAgent implements AutoCloseable {
  public static final String RESET = "";
  public static final String SILENCE = "silence";
  public static final String TOKEN = "t0ken";

  private final String host;
  private final ServerSocket server;
  private final Thread thread = new Thread(this::serve, "fake-agent");
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<String> requestLines = new CopyOnWriteArrayList<>();
  private final List<String> heads = new CopyOnWriteArrayList<>();

  public FakeAgent(String host) throws IOException {
    this.host = host;
    this.server = new ServerSocket(0, 50, InetAddress.getByName(host));
    thread.setDaemon(true);
    thread.start();
  }

  public RegisteredAgent row() {
    return new RegisteredAgent(host, server.getLocalPort(), TOKEN);
  }

  /** Answers 200 with this JSON to the command, whatever its arguments. */
  public FakeAgent answering(String command, String json) {
    return sending(
        command, "HTTP/1.1 200 OK\r\nContent-Length: " + json.length() + "\r\n\r\n" + json);
  }

  /** Answers with a status line and the JSON of an error. */
  public FakeAgent failing(String command, String statusLine) {
    String body = "{\"Code\":\"ERROR\",\"Message\":\"the reason\",\"Details\":null}";
    return sending(command, statusLine + "\r\nConnection: close\r\n\r\n" + body);
  }

  public FakeAgent sending(String command, String bytes) {
    answers.put(command, bytes);
    return this;
  }

  public List<String> requestLines() {
    return requestLines;
  }

  public List<String> heads() {
    return heads;
  }

  /** The commands that came, without those of agent info. */
  public List<String> commands() {
    return requestLines.stream()
        .map(line -> line.replaceFirst("^GET /api/", "").replaceFirst("[?&]token=.*", ""))
        .filter(command -> !command.matches("available-.*|lvs-.*|mount|mysql-(?!start).*"))
        .toList();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        answer(socket);
      } catch (IOException closed) {
        // Either the test is over or a caller went away, which is the caller's test to notice.
      }
    }
  }

  private void answer(Socket socket) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder head = new StringBuilder();
    String requestLine = reader.readLine();
    for (String line = requestLine; line != null && !line.isEmpty(); line = reader.readLine()) {
      head.append(line).append('\n');
    }
    requestLines.add(requestLine);
    heads.add(head.toString());
    String command = requestLine.replaceFirst("^GET /api/([a-z-]+).*", "$1");
    String answer =
        answers.getOrDefault(command, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    if (answer.equals(RESET)) {
      socket.setSoLinger(true, 0);
    } else if (answer.equals(SILENCE)) {
      reader.readLine();
    } else {
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

package io.orchestrator.agent.testkit.orchestrator;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.SocketFactory;

/**
 * Calls agents as the server does. It takes for a failure only what the server takes for one: a
 * connection that fails or breaks, no header within the limit, a malformed reply, and a status line
 * of exactly {@code HTTP/1.1 500}. Every other status counts as success. Each call has a connection
 * of its own. Usable from any thread.
 */
public final class AgentCall {
  /** How long the server waits for a connection, and then for a reply's header. */
  public static final Duration SERVER_LIMIT = Duration.ofSeconds(60);

  private static final int MAX_BODY = 64 << 20;

  private final SocketFactory sockets;
  private final Duration limit;

  /** Plain connections and the server's limit. */
  public AgentCall() {
    this(SocketFactory.getDefault(), SERVER_LIMIT);
  }

  /**
   * With other connections or another limit.
   *
   * @param sockets makes unconnected sockets
   * @param limit for the connection, for the reply's header, and for its body, each
   */
  public AgentCall(SocketFactory sockets, Duration limit) {
    this.sockets = sockets;
    this.limit = limit;
  }

  /**
   * Calls {@code GET /api/<command>} with the agent's token.
   *
   * @param command goes into the URL as it is, as the server puts it there, so that its author sees
   *     what a blank does to a request line; what follows a {@code #} is not sent
   * @throws AgentCallException if the server would see that it failed
   */
  public AgentReply get(RegisteredAgent agent, String command) throws AgentCallException {
    String call = shown(command) + " on " + agent;
    if (command.chars().anyMatch(each -> each < ' ' || each == 0x7f)) {
      throw new AgentCallException(call + ": a URL must not have control characters");
    }
    AgentReply reply;
    try {
      reply = exchange(agent, request(agent, command));
    } catch (SocketTimeoutException late) {
      throw new AgentCallException(call + ": no answer within " + limit.toMillis() + " ms", late);
    } catch (UnknownHostException unknown) {
      throw new AgentCallException(call + ": the host name is not known", unknown);
    } catch (IOException broken) {
      throw new AgentCallException(call + ": " + broken.getMessage(), broken);
    }
    if (reply.seenAsError()) {
      throw new AgentCallException(call + ": Response Status 500: " + shown(reply.body()));
    }
    return reply;
  }

  private static String request(RegisteredAgent agent, String command) {
    String url = command + (command.contains("?") ? "&token=" : "?token=") + agent.token();
    int fragment = url.indexOf('#');
    return "GET /api/"
        + (fragment < 0 ? url : url.substring(0, fragment))
        + " HTTP/1.1\r\nHost: "
        + agent
        + "\r\nUser-Agent: Go-http-client/1.1\r\nAccept-Encoding: gzip\r\n\r\n";
  }

  private AgentReply exchange(RegisteredAgent agent, String request) throws IOException {
    try (Socket socket = sockets.createSocket()) {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(agent.host(), agent.port()), (int) limit.toMillis());
      TimedInput input = new TimedInput(socket, limit);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      ReplyReader reader = new ReplyReader(input, MAX_BODY);
      ReplyReader.Head head = reader.head();
      input.restart(limit);
      return new AgentReply(head.statusLine(), reader.body(head));
    }
  }

  private static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= 300 ? line : line.substring(0, 300) + "…";
  }
}

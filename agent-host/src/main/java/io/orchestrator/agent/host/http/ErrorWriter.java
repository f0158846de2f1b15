package io.orchestrator.agent.host.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Writes errors. People and scripts get the fitting status and JSON. Orchestrator, known by its
 * token parameter, notices one form only: a status line of exactly {@code HTTP/1.1 500}, without a
 * reason and without the blank before it, which Undertow can't write and so is written to the
 * connection itself.
 */
final class ErrorWriter {
  private static final Logger log = LoggerFactory.getLogger(ErrorWriter.class);
  private static final HttpString CODE_HEADER = new HttpString("Orchestrator-Agent-Error");

  private final ObjectMapper json;

  ErrorWriter(ObjectMapper json) {
    this.json = json;
  }

  void write(HttpServerExchange exchange, AgentException error) {
    if (exchange.isResponseStarted()) {
      // Too late for an error: a broken connection is noticed, a short answer is not.
      IoUtils.safeClose(exchange.getConnection());
      return;
    }
    byte[] body = body(error);
    if (exchange.getQueryParameters().containsKey("token")
        && exchange.getConnection() instanceof HttpServerConnection connection) {
      writeBare(exchange, connection, error, body);
    } else {
      exchange.getResponseHeaders().remove(Headers.TRANSFER_ENCODING);
      exchange.setStatusCode(status(error.code()));
      exchange.getResponseHeaders().put(CODE_HEADER, error.code().name());
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json; charset=UTF-8");
      if (error.code() == ErrorCode.UNAUTHORIZED) {
        exchange
            .getResponseHeaders()
            .put(Headers.WWW_AUTHENTICATE, "Basic realm=\"orchestrator-agent\"");
      }
      exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }
  }

  private byte[] body(AgentException error) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("Code", "ERROR");
    answer.put("Message", error.getMessage());
    answer.put("Details", null);
    try {
      return json.writeValueAsBytes(answer);
    } catch (IOException e) {
      throw new IllegalStateException("three texts can't be written as JSON", e);
    }
  }

  private static void writeBare(
      HttpServerExchange exchange,
      HttpServerConnection connection,
      AgentException error,
      byte[] body) {
    String head =
        "HTTP/1.1 500\r\n"
            + "Content-Type: application/json; charset=UTF-8\r\n"
            + CODE_HEADER
            + ": "
            + error.code()
            + "\r\n"
            + "Content-Length: "
            + body.length
            + "\r\n"
            + "Connection: close\r\n\r\n";
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    boolean withBody = !exchange.getRequestMethod().equals(Methods.HEAD);
    ByteBuffer all = ByteBuffer.allocate(start.length + (withBody ? body.length : 0));
    all.put(start);
    if (withBody) {
      all.put(body);
    }
    all.flip();
    StreamSinkConduit sink = connection.getOriginalSinkConduit();
    try {
      while (all.hasRemaining()) {
        if (sink.write(all) == 0) {
          sink.awaitWritable();
        }
      }
      sink.terminateWrites();
      while (!sink.flush()) {
        sink.awaitWritable();
      }
    } catch (IOException e) {
      log.debug("The caller went away before its error was written", e);
    } finally {
      IoUtils.safeClose(connection);
    }
  }

  private static int status(ErrorCode code) {
    return switch (code) {
      case UNAUTHORIZED -> 401;
      case NOT_FOUND -> 404;
      case INVALID_ARGUMENT -> 400;
      case CONFLICT, ABORTED -> 409;
      case NOT_CONFIGURED, UNSUPPORTED -> 501;
      case RESOURCES_EXHAUSTED -> 503;
      default -> 500;
    };
  }
}

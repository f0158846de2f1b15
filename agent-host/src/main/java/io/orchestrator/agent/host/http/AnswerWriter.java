package io.orchestrator.agent.host.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes what handlers answer. */
final class AnswerWriter {
  /** What goes wrong before so many bytes were made can still become an error answer. */
  private static final int HELD_BACK = 64 * 1024;

  private final ObjectMapper json;

  AnswerWriter(ObjectMapper json) {
    this.json = json;
  }

  void write(HttpServerExchange exchange, Answer answer) throws IOException, InterruptedException {
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json; charset=UTF-8");
    if (answer instanceof Answer.LongText text) {
      writeLong(exchange, text);
    } else if (answer instanceof Answer.Status status) {
      exchange.setStatusCode(status.status());
      send(exchange, json.writeValueAsBytes(status.value()));
    } else if (answer instanceof Answer.Json value) {
      send(exchange, json.writeValueAsBytes(value.value()));
    }
  }

  private static void send(HttpServerExchange exchange, byte[] body) {
    exchange.getResponseSender().send(ByteBuffer.wrap(body));
  }

  private static void writeLong(HttpServerExchange exchange, Answer.LongText text)
      throws IOException, InterruptedException {
    if (exchange.getRequestMethod().equals(Methods.HEAD)) {
      exchange.endExchange();
      return;
    }
    if (exchange.isHttp11()) {
      // Else the end of the connection would be the end of the answer, also of one that failed.
      exchange.getResponseHeaders().put(Headers.TRANSFER_ENCODING, "chunked");
    }
    exchange.startBlocking();
    OutputStream out = new BufferedOutputStream(exchange.getOutputStream(), HELD_BACK);
    out.write('"');
    text.writer().write(new JsonText(out));
    out.write('"');
    out.close();
  }

  /** Base64 needs no escape in JSON but for the ends of its lines; closing ends the text only. */
  private static final class JsonText extends OutputStream {
    private static final byte[] NEWLINE = "\\n".getBytes(StandardCharsets.US_ASCII);
    private final OutputStream out;

    JsonText(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int letter) throws IOException {
      if (letter == '\n') {
        out.write(NEWLINE);
      } else {
        out.write(letter);
      }
    }

    @Override
    public void write(byte[] letters, int offset, int length) throws IOException {
      for (int i = offset; i < offset + length; i++) {
        write(letters[i]);
      }
    }

    @Override
    public void close() {}
  }
}

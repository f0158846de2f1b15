package io.orchestrator.agent.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.fixture.TestHost;
import io.undertow.Undertow;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that are written as they are made. */
class LongAnswersTest {
  private static final byte[] LETTERS =
      "abcdefgh\n".repeat(1 << 10).getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private Api.Reply get(String method, Answer.Writer writer) throws IOException {
    return get(method, "/?token=x", writer);
  }

  private Api.Reply get(String method, String path, Answer.Writer writer) throws IOException {
    ObjectMapper json = new ObjectMapper();
    RouteHandler handler =
        new RouteHandler(
            Route.open("long", request -> new Answer.LongText(writer)),
            new TestHost(folder).get(Authentication.class),
            Lanes.of(Duration.ofSeconds(5)),
            new AnswerWriter(json),
            new ErrorWriter(json));
    Undertow server =
        Undertow.builder()
            .setIoThreads(1)
            .setWorkerThreads(1)
            .addHttpListener(0, "127.0.0.1")
            .setHandler(handler)
            .build();
    server.start();
    try (Socket socket = new Socket()) {
      socket.connect((InetSocketAddress) server.getListenerInfo().get(0).getAddress());
      return Api.exchange(
          socket, method + " " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    } finally {
      server.stop();
    }
  }

  private static void write(OutputStream out, int times) throws IOException {
    for (int round = 0; round < times; round++) {
      out.write(LETTERS);
    }
  }

  @Test
  void areOneJsonText() throws Exception {
    Api.Reply reply = get("GET", out -> write(out, 2));

    assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 200 OK");
    assertThat(reply.json().asText())
        .isEqualTo(new String(LETTERS, StandardCharsets.UTF_8).repeat(2));
  }

  @Test
  void endWithTheLastChunkWhenAllIsThere() throws Exception {
    assertThat(get("GET", out -> write(out, 100)).text()).endsWith("\r\n0\r\n\r\n");
  }

  @Test
  void breakTheConnectionWhenTheyFailAfterTheyBegan() throws Exception {
    Api.Reply reply =
        get(
            "GET",
            out -> {
              write(out, 100);
              throw new AgentException(ErrorCode.CORRUPT_DATA, "the log is damaged");
            });

    assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 200 OK");
    assertThat(reply.body()).hasSizeGreaterThan(64 << 10);
    assertThat(reply.text()).doesNotContain("damaged");
    assertThat(reply.text().endsWith("0\r\n\r\n")).as("an end like a good one's").isFalse();
    assertThat(reply.head()).doesNotContain("Content-Length");
  }

  @Test
  void breakTheConnectionForAnErrorOfTheDiskAsWell() throws Exception {
    Api.Reply reply =
        get(
            "GET",
            out -> {
              write(out, 100);
              throw new IOException("the disk");
            });

    assertThat(reply.text().endsWith("0\r\n\r\n")).as("an end like a good one's").isFalse();
  }

  @Test
  void becomeAnErrorWhenTheyFailEarly() throws Exception {
    Api.Reply reply =
        get(
            "GET",
            out -> {
              write(out, 1);
              throw new AgentException(ErrorCode.CORRUPT_DATA, "the log is damaged");
            });

    assertThat(reply.isNoticed()).isTrue();
    assertThat(reply.json().get("Message").asText()).isEqualTo("the log is damaged");
  }

  @Test
  void becomeAnErrorForPeopleWhenTheyFailEarly() throws Exception {
    Api.Reply reply =
        get(
            "GET",
            "/",
            out -> {
              throw new AgentException(ErrorCode.NOT_FOUND, "there is no log");
            });

    assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 404 Not Found");
    assertThat(reply.json().get("Message").asText()).isEqualTo("there is no log");
  }

  @Test
  void haveNoBodyForHead() throws Exception {
    Api.Reply reply = get("HEAD", out -> write(out, 100));

    assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 200 OK");
    assertThat(reply.body()).isEmpty();
  }
}

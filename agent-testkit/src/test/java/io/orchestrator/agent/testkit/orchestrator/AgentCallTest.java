package io.orchestrator.agent.testkit.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentCallTest {
  private final AgentCall calls = new AgentCall(SocketFactory.getDefault(), Duration.ofMillis(500));
  private FakeAgent agent;

  @BeforeEach
  void start() throws IOException {
    agent = new FakeAgent("127.0.0.1");
  }

  @AfterEach
  void stop() throws IOException {
    agent.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 500 Internal Server Error",
        "HTTP/1.1 500 ",
        "HTTP/1.0 500 Internal Server Error",
        "HTTP/1.1 401 Unauthorized",
        "HTTP/1.1 404",
        "HTTP/1.1 503"
      })
  void doesNotNoticeAnErrorWithAnyOtherStatusLine(String statusLine) throws Exception {
    agent.failing("umount", statusLine);

    AgentReply reply = calls.get(agent.row(), "umount");

    assertThat(reply.statusLine()).isEqualTo(statusLine);
    assertThat(reply.body()).contains("the reason");
  }

  @Test
  void noticesAStatusLineOfExactly500() {
    agent.failing("umount", "HTTP/1.1 500");

    assertThatThrownBy(() -> calls.get(agent.row(), "umount"))
        .isInstanceOf(AgentCallException.class)
        .hasMessageContaining("Response Status 500")
        .hasMessageContaining("the reason")
        .hasMessageNotContaining(FakeAgent.TOKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FakeAgent.RESET,
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 2OO OK\r\n\r\n",
        "500\r\n\r\n"
      })
  void noticesAConnectionThatBreaksAndAReplyThatIsNone(String bytes) {
    agent.sending("umount", bytes);

    assertThatThrownBy(() -> calls.get(agent.row(), "umount"))
        .isInstanceOf(AgentCallException.class)
        .hasMessageStartingWith("umount on 127.0.0.1:");
  }

  @Test
  void noticesARefusedConnection() throws Exception {
    int freePort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      freePort = socket.getLocalPort();
    }

    assertThatThrownBy(() -> calls.get(new RegisteredAgent("127.0.0.1", freePort, "t"), "umount"))
        .isInstanceOf(AgentCallException.class);
  }

  @Test
  void noticesThatNoHeaderComesInTime() {
    agent.sending("umount", FakeAgent.SILENCE);

    assertThatThrownBy(() -> calls.get(agent.row(), "umount"))
        .isInstanceOf(AgentCallException.class)
        .hasMessageContaining("no answer within 500 ms");
  }

  @Test
  void readsABodyOfKnownLength() throws Exception {
    agent.answering("mysql-status", "true");

    assertThat(calls.get(agent.row(), "mysql-status").body()).isEqualTo("true");
  }

  @Test
  void readsAChunkedBody() throws Exception {
    agent.sending(
        "mysql-du",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\n12\r\n1\r\n3\r\n0\r\n\r\n");

    assertThat(calls.get(agent.row(), "mysql-du").body()).isEqualTo("123");
  }

  @Test
  void readsABodyThatEndsWithTheConnectionAfterAnInterimReply() throws Exception {
    agent.sending("mysql-du", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\n\n123");

    assertThat(calls.get(agent.row(), "mysql-du").body()).isEqualTo("123");
  }

  @Test
  void readsAGzippedBody() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("123".getBytes(StandardCharsets.UTF_8));
    }
    agent.sending(
        "mysql-du",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
            + bytes.toString(StandardCharsets.ISO_8859_1));

    assertThat(calls.get(agent.row(), "mysql-du").body()).isEqualTo("123");
  }

  @Test
  void sendsWhatTheServerSends() throws Exception {
    agent.answering("umount", "true");

    calls.get(agent.row(), "umount");

    assertThat(agent.heads())
        .containsExactly(
            "GET /api/umount?token=t0ken HTTP/1.1\n"
                + ("Host: " + agent.row() + "\n")
                + "User-Agent: Go-http-client/1.1\n"
                + "Accept-Encoding: gzip\n");
  }

  @Test
  void putsParametersIntoTheUrlAsTheyAre() throws Exception {
    agent.answering("mountlv", "{}");

    calls.get(agent.row(), "mountlv?lv=/dev/vg/a b&c%d");

    assertThat(agent.requestLines())
        .containsExactly("GET /api/mountlv?lv=/dev/vg/a b&c%d&token=t0ken HTTP/1.1");
  }

  @Test
  void losesTheTokenBehindAHash() throws Exception {
    agent.answering("mountlv", "{}");

    calls.get(agent.row(), "mountlv?lv=/dev/vg/a#b");

    assertThat(agent.requestLines()).containsExactly("GET /api/mountlv?lv=/dev/vg/a HTTP/1.1");
  }

  @Test
  void doesNotLetAParameterBreakTheRequestLine() {
    assertThatThrownBy(() -> calls.get(agent.row(), "mountlv?lv=a\r\nX-Evil: 1"))
        .isInstanceOf(AgentCallException.class)
        .hasMessageContaining("control characters");
    assertThat(agent.requestLines()).isEmpty();
  }

  @Test
  void hidesTheTokenOfARow() {
    assertThat(agent.row().toString()).doesNotContain(FakeAgent.TOKEN);
  }
}

package io.orchestrator.agent.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.inject.AbstractModule;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.service.ServiceStatus;
import io.orchestrator.agent.host.fixture.Gate;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.testkit.service.FakeServiceManager;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.net.SocketFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails is seen: by orchestrator in the one form it notices, by people as JSON. */
class ErrorsTest {
  @TempDir Path folder;
  private final BrokenService service = new BrokenService();
  private TestHost host;
  private Gate gate;
  private Api api;

  /** A service whose status is asked for at a bad time. */
  private static final class BrokenService extends FakeServiceManager {
    private volatile Error defect;

    @Override
    public ServiceStatus status() throws InterruptedException {
      if (defect != null) {
        throw defect;
      }
      return super.status();
    }

    @Override
    public CheckResult check() {
      return CheckResult.usable("for now");
    }
  }

  @BeforeEach
  void startApi() {
    gate = new Gate(folder.resolve("go"));
    host =
        new TestHost(folder, service)
            .with("TokenHttpHeader", "X-Agent-Token")
            .with(
                "CustomCommands",
                Map.of("slow", gate.command() + "; touch " + folder.resolve("done")))
            .changing(
                new AbstractModule() {
                  @Override
                  protected void configure() {
                    bind(Lanes.class).toInstance(Lanes.of(Duration.ofSeconds(2)));
                  }
                });
    api = Api.start(host);
  }

  @AfterEach
  void stopApi() {
    api.close();
  }

  private static void assertNoticed(Api.Reply reply, String words) throws IOException {
    assertThat(reply.text()).startsWith("HTTP/1.1 500\r\n");
    assertThat(reply.head()).contains("Content-Type: application/json").contains("close");
    assertThat(reply.head()).contains("Content-Length: " + bytes(reply.body()));
    assertIsError(reply.json(), words);
  }

  private static int bytes(String body) {
    return body.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void assertIsError(JsonNode json, String words) {
    assertThat(json.fieldNames()).toIterable().containsExactly("Code", "Message", "Details");
    assertThat(json.get("Code").asText()).isEqualTo("ERROR");
    assertThat(json.get("Message").asText()).contains(words);
    assertThat(json.get("Details").isNull()).isTrue();
  }

  private Api.Reply withHeader(String method, String command) throws IOException {
    return api.request(method, command, "X-Agent-Token: " + host.token() + "\r\n");
  }

  @Test
  void areNoticedByWhoeverCallsWithATokenParameter() throws Exception {
    assertNoticed(api.get("mountlv?lv=/dev/vg0/absent"), "There is no volume");
  }

  @Test
  void doNotComeWithARightTokenInTheHeader() throws Exception {
    assertThat(withHeader("GET", "mysql-port").body()).isEqualTo("3306");
  }

  @Test
  void changeNothingForACallWithoutAToken() throws Exception {
    host.file("ibdata1");

    api.getWithoutToken("delete-mysql-datadir");
    api.getWithoutToken("delete-mysql-datadir?token=wrong");
    api.getWithoutToken("mysql-start?token=wrong");

    assertThat(host.datadir().resolve("ibdata1")).exists();
    assertThat(host.service().starts()).isZero();
  }

  @Test
  void tellOfUnknownRoutesAndWrongMethods() throws Exception {
    assertNoticed(api.get("no-such-route"), "no such route");
    assertThat(api.getWithoutToken("no-such-route").status()).isEqualTo(404);
    assertThat(api.raw("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").status())
        .isEqualTo(404);
    assertNoticed(api.post("mysql-port", ""), "not for POST");
    Api.Reply deletion = api.request("DELETE", "mysql-port", "");
    assertThat(deletion.status()).isBetween(400, 405);
    assertIsError(deletion.json(), "not for DELETE");
  }

  @Test
  void doNotKeepTheNextCallFromBeingAnswered() throws Exception {
    for (int round = 0; round < 50; round++) {
      assertNoticed(api.get("mountlv?lv=/dev/vg0/absent"), "no volume");
    }

    assertThat(api.get("mysql-port").body()).isEqualTo("3306");
  }

  @Test
  void comeOnAConnectionThatWasUsedBefore() throws Exception {
    String head = " HTTP/1.1\r\nHost: a\r\n\r\n";
    String token = "?token=" + host.token();
    try (Socket socket = api.connect(SocketFactory.getDefault())) {
      socket
          .getOutputStream()
          .write(("GET /api/mysql-port" + token + head).getBytes(StandardCharsets.UTF_8));
      StringBuilder first = new StringBuilder();
      while (!first.toString().endsWith("\r\n\r\n3306")) {
        first.append((char) socket.getInputStream().read());
      }
      assertThat(first.toString()).startsWith("HTTP/1.1 200 OK\r\n");

      assertNoticed(Api.exchange(socket, "GET /api/absent" + token + head), "no such route");
    }
  }

  @Test
  void tellOfADefectAsWell() throws Exception {
    service.defect = new NoClassDefFoundError("com/example/Missing");

    assertNoticed(api.get("mysql-status"), "com/example/Missing");
    assertNoticed(api.get("delete-mysql-datadir"), "com/example/Missing");
    service.defect = new AssertionError("a plugin's own");
    assertNoticed(api.get("mysql-status"), "a plugin's own");
  }

  @Test
  void comeInTimeForACommandThatTakesTooLongWhichGoesOn() throws Exception {
    assertNoticed(api.get("custom-commands/slow"), "is not done");
    assertThat(folder.resolve("done")).doesNotExist();

    gate.open();

    Awaitility.await().until(() -> Files.exists(folder.resolve("done")));
  }

  @Test
  void reachACallerThatIsStillSendingItsBody() throws Exception {
    String wrong = "apply-relaylog-contents?token=wrong";

    Api.Reply reply =
        api.raw(
            "POST /api/"
                + wrong
                + " HTTP/1.1\r\nHost: a\r\nContent-Length: 4000000\r\n\r\n"
                + "x".repeat(4_000_000));

    assertNoticed(reply, "its token is not this agent's");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mountlv?lv=`touch${IFS}PWNED`",
        "mountlv?lv=$(touch${IFS}PWNED)",
        "mountlv?lv=\"';touch${IFS}PWNED;'\"",
        "mountlv?lv=|touch${IFS}PWNED",
        "mountlv?lv=/dev/vg0/a\\b{c}^<d>",
        "removelv?lv=../../etc",
        "send-mysql-seed-data/`touch${IFS}PWNED`/7",
        "send-mysql-seed-data/db2%0Atouch%20PWNED/7",
        "send-mysql-seed-data/-oProxyCommand=x/7",
        "post-copy/?sourceHost=$(touch${IFS}PWNED)",
        "post-copy/?sourceHost=",
        "post-copy/",
        "receive-mysql-seed-data/seven",
        "receive-mysql-seed-data/-7",
        "receive-mysql-seed-data/99999999999999999999",
        "receive-mysql-seed-data/7%0A",
        "abort-seed/7;seedId=8x",
        "custom-commands/..%2Fslow",
        "du?path=relative",
        "du?path=/tmp/../etc",
        "du?path=%00",
        "du?path=/no/such/path",
        "mountlv?lv=%",
        "mountlv"
      })
  void answerWhatNobodyShouldSend(String command) throws Exception {
    Api.Reply reply = api.get(command);

    assertThat(reply.text()).startsWith("HTTP/1.1 ");
    assertThat(reply.status()).as(reply.text()).isIn(400, 500);
    assertThat(folder.resolve("PWNED")).doesNotExist();
    assertThat(Path.of("PWNED")).doesNotExist();
    assertThat(api.get("mysql-port").body()).isEqualTo("3306");
  }

  @Test
  void closeOnAHeadThatIsFarTooLarge() throws Exception {
    Api.Reply reply =
        api.raw(
            "GET /api/mysql-port HTTP/1.1\r\nHost: a\r\nX-Large: "
                + "x".repeat(10_000_000)
                + "\r\n\r\n");

    assertThat(reply.text()).matches("(?s)(HTTP/1.1 4.*|\\s*\\[reset]|)");
    assertThat(api.get("mysql-port").body()).isEqualTo("3306");
  }

  @Test
  void closeOnARequestLineThatIsNone() throws Exception {
    Api.Reply reply = api.raw("GET /api/mountlv?lv=/dev/a b HTTP/1.1\r\nHost: a\r\n\r\n");

    assertThat(reply.text()).doesNotStartWith("HTTP/1.1 2");
    assertThat(api.get("mysql-port").body()).isEqualTo("3306");
  }
}

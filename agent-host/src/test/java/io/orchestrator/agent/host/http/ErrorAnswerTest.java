package io.orchestrator.agent.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orchestrator.agent.host.fixture.TestHost;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorAnswerTest {
  private static final String HEADER = "X-Agent-Token";

  @TempDir Path folder;
  private TestHost host;
  private TestApi api;

  @BeforeEach
  void start() throws Exception {
    host = new TestHost(folder).with("TokenHttpHeader", HEADER);
    host.store().add("one-my");
    host.store().add("full-my");
    host.store().invalidate("full-my");
    api = new TestApi(host);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private Reply withHeader(String method, String target) throws Exception {
    return api.send(method, target, HEADER + ": " + host.token());
  }

  private static void assertError(Reply reply, String words) throws Exception {
    assertThat(reply.head()).contains("Content-Type: application/json; charset=UTF-8\r\n");
    JsonNode json = new ObjectMapper().readTree(reply.body());
    assertThat(json.fieldNames()).toIterable().containsExactly("Code", "Message", "Details");
    assertThat(json.get("Code").textValue()).isEqualTo("ERROR");
    assertThat(json.get("Message").textValue()).contains(words);
    assertThat(json.get("Details").isNull()).isTrue();
  }

  @Test
  void hasTheStatusLineThatOrchestratorSees() throws Exception {
    Reply reply = api.call("mountlv?lv=/dev/absent");

    assertThat(reply.bareError()).as(reply.head()).isTrue();
    assertThat(reply.head())
        .contains("Content-Length: " + reply.body().length() + "\r\n")
        .contains("Orchestrator-Agent-Error: NOT_FOUND\r\n");
    assertError(reply, "There is no volume");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mountlv",
        "absent",
        "seed-command-completed/x",
        "send-mysql-seed-data/db2/7",
        "apply-relaylog-contents",
        "lvs;x"
      })
  void isOfThatFormWhateverFails(String route) throws Exception {
    Reply reply = api.call(route);

    assertThat(reply.bareError()).as(reply.head()).isTrue();
    assertError(reply, "");
  }

  @Test
  void isOfThatFormForAWrongToken() throws Exception {
    Reply reply = api.get("/api/lvs?token=wrong");

    assertThat(reply.bareError()).isTrue();
    assertError(reply, "its token is not this agent's");
  }

  @Test
  void isOfThatFormForAnEmptyToken() throws Exception {
    Reply reply = api.get("/api/lvs?token=");

    assertThat(reply.bareError()).isTrue();
    assertError(reply, "the call has no token");
  }

  @ParameterizedTest
  @CsvSource({
    "404, /api/mountlv?lv=/dev/absent",
    "400, /api/mountlv",
    "400, /api/seed-command-completed/x",
    "409, /api/send-mysql-seed-data/db2/7",
    "404, /api/absent",
    "404, /",
    "404, /api",
    "400, /api/apply-relaylog-contents",
    "400, /api/lvs;x"
  })
  void hasTheFittingStatusForACallerWithTheTokensHeader(int status, String target)
      throws Exception {
    Reply reply = withHeader("GET", target);

    assertThat(reply.status()).isEqualTo(status);
    assertError(reply, "");
  }

  @Test
  void isServiceUnavailableForWhatIsExhausted() throws Exception {
    Reply reply = withHeader("GET", "/api/mountlv?lv=" + folder.resolve("snapshots/full-my"));

    assertThat(reply.status()).isEqualTo(503);
    assertError(reply, "full");
  }

  @Test
  void isUnauthorizedWithoutAToken() throws Exception {
    Reply reply = api.get("/api/lvs");

    assertThat(reply.status()).isEqualTo(401);
    assertError(reply, "the call has no token");
  }

  @Test
  void takesTheHeaderBeforeTheParameter() throws Exception {
    String both = TestApi.with("/api/lvs", host.token());

    assertThat(api.get(both, HEADER + ": wrong").bareError()).isTrue();
    assertThat(api.get("/api/lvs?token=wrong", HEADER + ": " + host.token()).status())
        .isEqualTo(200);
    assertThat(api.get(both, HEADER + ":").status()).isEqualTo(200);
  }

  @Test
  void hasNoBodyForHead() throws Exception {
    Reply bare = api.send("HEAD", TestApi.with("/api/mountlv", host.token()));
    Reply usual = withHeader("HEAD", "/api/mountlv");

    assertThat(bare.bareError()).isTrue();
    assertThat(bare.body()).isEmpty();
    assertThat(usual.status()).isEqualTo(400);
    assertThat(usual.body()).isEmpty();
  }

  @Test
  void isNotForHeadOfAGoodRoute() throws Exception {
    Reply head = api.send("HEAD", TestApi.with("/api/mysql-port", host.token()));

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE"})
  void isForMethodsThatTheRouteHasNot(String method) throws Exception {
    Reply reply = withHeader(method, "/api/mysql-stop");

    assertThat(reply.status()).isEqualTo(400);
    assertError(reply, "not for " + method);
  }

  @Test
  void isNotForASlashAtTheEnd() throws Exception {
    assertThat(api.body("mysql-port/")).isEqualTo("3306");
    assertThat(api.body("seed-command-succeeded/7/")).isEqualTo("false");
    assertThat(api.get("/api/hostname/").status()).isEqualTo(200);
    assertThat(api.call("post-copy/?sourceHost=").body()).contains("sourceHost is missing");
  }

  @Test
  void isForADefectToo() throws Exception {
    TestHost broken =
        new TestHost(
            folder.resolve("broken"),
            new io.orchestrator.agent.testkit.service.FakeServiceManager() {
              @Override
              public io.orchestrator.agent.api.service.ServiceStatus status() {
                throw new IllegalStateException("a defect");
              }
            });
    try (TestApi other = new TestApi(broken)) {
      assertThat(other.call("mysql-status").bareError()).isTrue();
      assertThat(other.call("mysql-port").body()).isEqualTo("3306");
    }
  }
}

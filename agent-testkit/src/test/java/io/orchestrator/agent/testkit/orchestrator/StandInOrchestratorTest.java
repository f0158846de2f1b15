package io.orchestrator.agent.testkit.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StandInOrchestratorTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private StandInOrchestrator orchestrator;

  @BeforeEach
  void start() throws IOException {
    orchestrator = StandInOrchestrator.onLoopback();
  }

  @AfterEach
  void stop() {
    orchestrator.close();
  }

  @Test
  void storesAnAgentThatSubmitsItself() throws Exception {
    HttpResponse<String> reply = get("/api/submit-agent/db1/3002/abc");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("\"db1\"");
    assertThat(orchestrator.agents()).containsExactly(new RegisteredAgent("db1", 3002, "abc"));
    assertThat(orchestrator.submits()).isEqualTo(1);
  }

  @Test
  void replacesTheRowOfTheSameHost() throws Exception {
    get("/api/submit-agent/db1/3002/abc");
    get("/api/submit-agent/db1/3003/def");

    assertThat(orchestrator.agents()).containsExactly(new RegisteredAgent("db1", 3003, "def"));
  }

  @Test
  void listsTheHosts() throws Exception {
    get("/api/submit-agent/db2/3002/abc");
    get("/api/submit-agent/db1/3002/abc");

    assertThat(get("/api/agents-hosts").body()).isEqualTo("[\"db1\",\"db2\"]");
  }

  @Test
  void forgetsEverythingWithItsDatabase() throws Exception {
    get("/api/submit-agent/db1/3002/abc");
    orchestrator.nextSeed();

    orchestrator.forgetAgents();

    assertThat(get("/api/agents-hosts").body()).isEqualTo("[]");
    assertThat(orchestrator.nextSeed()).isEqualTo(1);
  }

  @Test
  void answersAndCountsPings() throws Exception {
    assertThat(get("/api/agent-ping").body()).isEqualTo("\"OK\"");
    assertThat(orchestrator.pings()).isEqualTo(1);
  }

  @Test
  void answersAnErrorWithStatus200() throws Exception {
    orchestrator.answerSubmissions(SubmitAnswer.ERROR_WITH_STATUS_200);

    HttpResponse<String> reply = get("/api/submit-agent/db1/3002/abc");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).startsWith("{\"Code\":\"ERROR\",\"Message\":");
    assertThat(orchestrator.agents()).isEmpty();
  }

  @Test
  void answersAPortThatIsNoneWithAnErrorAndStatus200() throws Exception {
    assertThat(get("/api/submit-agent/db1/http/abc").body()).startsWith("{\"Code\":\"ERROR\"");
    assertThat(orchestrator.agents()).isEmpty();
  }

  @Test
  void answersStatus500() throws Exception {
    orchestrator.answerSubmissions(SubmitAnswer.STATUS_500);

    assertThat(get("/api/submit-agent/db1/3002/abc").statusCode()).isEqualTo(500);
    assertThat(orchestrator.agents()).isEmpty();
    assertThat(orchestrator.submits()).isEqualTo(1);
  }

  @Test
  void hangsUntilToldToAnswer() throws Exception {
    orchestrator.answerSubmissions(SubmitAnswer.HANG);
    assertThatThrownBy(() -> get("/api/submit-agent/db1/3002/abc", Duration.ofMillis(200)))
        .isInstanceOf(HttpTimeoutException.class);
    assertThat(orchestrator.agents()).isEmpty();

    orchestrator.answerSubmissions(SubmitAnswer.ACCEPT);

    assertThat(get("/api/submit-agent/db2/3002/abc").body()).isEqualTo("\"db2\"");
  }

  @Test
  void knowsNoOtherRoutes() throws Exception {
    assertThat(get("/api/clusters").statusCode()).isEqualTo(404);
    assertThat(get("/api/submit-agent/db1/3002").statusCode()).isEqualTo(404);
  }

  @Test
  void waitsForAnAgent() throws Exception {
    CompletableFuture<Void> later =
        CompletableFuture.runAsync(
            () -> orchestrator.register(new RegisteredAgent("db1", 3002, "abc")),
            CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));

    assertThat(orchestrator.awaitAgent("db1", Duration.ofSeconds(10)).port()).isEqualTo(3002);
    later.join();
  }

  @Test
  void saysWhichAgentDidNotCome() {
    assertThatThrownBy(() -> orchestrator.awaitAgent("db1", Duration.ofMillis(20)))
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining("db1");
  }

  @Test
  void asksAnAgentThatRegistersTwiceForItsInfo() throws Exception {
    try (FakeAgent agent = new FakeAgent("127.0.0.1");
        StandInOrchestrator polling =
            new StandInOrchestrator(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new AgentCall(),
                true)) {
      polling.register(agent.row());

      await().until(() -> agent.requestLines().size() == 18);
      assertThat(agent.requestLines())
          .filteredOn(line -> line.contains("/api/mysql-error-log-tail?"))
          .hasSize(2);
    }
  }

  @Test
  void startsARoundOfInfoAgainEachSecondUntilOneIsThrough() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        StandInOrchestrator polling =
            new StandInOrchestrator(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new AgentCall(),
                true)) {
      silent.setSoTimeout(5000);
      polling.register(new RegisteredAgent("127.0.0.1", silent.getLocalPort(), "t"));

      for (int round = 1; round <= 3; round++) {
        silent.accept();
      }
    }
  }

  @Test
  void leavesItsPortFree() throws Exception {
    InetSocketAddress address = orchestrator.address();
    orchestrator.close();

    new StandInOrchestrator(address, new AgentCall(), false).close();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return get(path, Duration.ofSeconds(10));
  }

  private HttpResponse<String> get(String path, Duration limit)
      throws IOException, InterruptedException {
    URI uri = URI.create(orchestrator.url() + path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(limit).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}

package io.orchestrator.agent.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.orchestrator.agent.host.Configs;
import io.orchestrator.agent.host.state.StateFiles;
import io.orchestrator.agent.host.tls.Pki;
import io.orchestrator.agent.host.tls.TlsContexts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that ask the running agent; here it is a small server. */
@Timeout(60)
class LocalAgentTest {
  private static final String TOKEN = "53cr3t";

  private record Call(String method, String uri, String header, String authorization) {}

  @TempDir Path home;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private HttpServer agent;
  private int status = 200;
  private String answer = "[]";

  @BeforeEach
  void startAgent() throws IOException {
    agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    agent.createContext("/", this::handle);
    agent.start();
    StateFiles.createDirectories(home.resolve("state"));
    Files.writeString(home.resolve("state/token"), TOKEN + "\n");
    address("http://127.0.0.1:" + agent.getAddress().getPort());
  }

  @AfterEach
  void stopAgent() {
    agent.stop(0);
  }

  @Test
  void acceptsTheDatadirWithTheAgentsToken() {
    answer = "\"The datadir /data is accepted\"";

    Cli run = run("", "datadir", "accept");

    assertThat(run).isEqualTo(new Cli(0, "The datadir /data is accepted\n", ""));
    assertThat(calls)
        .containsExactly(new Call("POST", "/api/datadir-accept?token=" + TOKEN, "", ""));
  }

  @Test
  void sendsTheTokenInTheConfiguredHeader() {
    run("'TokenHttpHeader': 'X-Agent-Token'", "seeds", "list");

    assertThat(calls).containsExactly(new Call("GET", "/api/seeds", TOKEN, ""));
  }

  @Test
  void sendsTheConfiguredUserAndPassword() {
    run("'HTTPAuthUser': 'u', 'HTTPAuthPassword': 'p'", "seeds", "list");

    assertThat(calls).extracting(Call::authorization).containsExactly("Basic dTpw");
  }

  @Test
  void listsSeeds() {
    answer =
        """
        [{"SeedId":"7","Role":"target","State":"failed","Transport":"netcat","Bytes":1234567,
          "StartedAt":"2026-01-02T03:04:05Z","Reason":"the disk is full"},
         {"SeedId":"6","Role":"source","State":"succeeded","Transport":"netcat","Bytes":1,
          "StartedAt":"2026-01-01T00:00:00Z"}]
        """;

    Cli run = run("", "seeds", "list");

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "7 target failed netcat 1234567 bytes 2026-01-02T03:04:05Z",
            " the disk is full",
            "6 source succeeded netcat 1 bytes 2026-01-01T00:00:00Z");
  }

  @Test
  void wrapsALongReasonOfASeed() {
    String reason = "the disk is full ".repeat(12).strip();
    answer = "[{\"SeedId\":\"7\",\"Reason\":\"" + reason + "\"}]";

    Cli run = run("", "seeds", "list");

    assertThat(run.out().lines())
        .hasSizeGreaterThan(2)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    assertThat(run.out().replaceAll("\\s+", " ")).endsWith(reason + " ");
  }

  @Test
  void showsTheRateLimitOfSeeds() {
    answer = "{\"BytesPerSecond\":0}";

    assertThat(run("", "seeds", "rate")).isEqualTo(new Cli(0, "no limit\n", ""));
    assertThat(calls).extracting(Call::method).containsExactly("GET");
  }

  @Test
  void changesTheRateLimitOfSeeds() {
    answer = "{\"BytesPerSecond\":104857600}";

    assertThat(run("", "seeds", "rate", "100M")).isEqualTo(new Cli(0, "100.0 MiB a second\n", ""));
    assertThat(calls)
        .containsExactly(new Call("POST", "/api/seed-rate?limit=100M&token=" + TOKEN, "", ""));
  }

  private static final String METADATA =
      """
      {"SeedId":7,"Transport":"xtrabackup","SourceHost":"db1","SourcePort":3306,"Flavor":"MARIADB",\
      "BinaryLogFile":"bin.000003","BinaryLogPosition":1234,"GtidSet":"0-1-5",\
      "Statement":"CHANGE ONE;","GtidStatement":"CHANGE TWO;"}""";

  @Test
  void showsWhereReplicationStarts() {
    answer = METADATA;

    Cli run = run("", "seeds", "metadata", "7");

    assertThat(run.out().lines())
        .containsExactly(
            "seed 7 by xtrabackup from db1 port 3306 (MARIADB)",
            "binary log bin.000003 position 1234",
            "GTID set 0-1-5",
            "CHANGE ONE;",
            "CHANGE TWO;");
    assertThat(run("", "seeds", "metadata", "7", "--json"))
        .isEqualTo(new Cli(0, METADATA + "\n", ""));
    assertThat(calls).extracting(Call::uri).contains("/api/seed-metadata/7?token=" + TOKEN);
  }

  @Test
  void showsTheStatementsForAnOlderMySqlToo() {
    answer =
        METADATA.replace("}", ",\"OlderStatement\":\"\",\"OlderGtidStatement\":\"CHANGE 3;\"}");

    assertThat(run("", "seeds", "metadata", "7").out())
        .endsWith("CHANGE ONE;\nCHANGE TWO;\nfor MySQL before 8.0.23:\nCHANGE 3;\n");
  }

  @Test
  void saysThatNoSeedWasReceived() {
    answer = "[{\"SeedId\":\"6\",\"Role\":\"SEND\"}]";

    Cli run = run("", "seeds", "metadata");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("received no seed");
  }

  @Test
  void showsTheAgentsMessage() {
    status = 500;
    answer = "{\"Code\":\"ERROR\",\"Message\":\"Could not accept /data: a seed is active\"}";

    assertThat(run("", "datadir", "accept"))
        .isEqualTo(
            new Cli(1, "", "orchestrator-agent: Could not accept /data: a seed is active\n"));
  }

  @Test
  void showsTheStatusOfAnAnswerWithoutMessage() {
    status = 503;
    answer = "";

    Cli run = run("", "seeds", "list");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("answered with status 503").doesNotContain("Exception");
  }

  @Test
  void showsTheStatusOfAnAnswerThatIsNoJson() {
    status = 404;
    answer = "<html>not found</html>";

    assertThat(run("", "seeds", "list").err()).contains("answered with status 404");
  }

  @Test
  void noticesThatSomethingElseAnswers() {
    answer = "<html>hello</html>";

    Cli run = run("", "seeds", "list");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("did not answer as an agent does").doesNotContain("html");
  }

  @Test
  void saysThatNothingListens() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address("http://127.0.0.1:" + closed.getLocalPort());
    }

    Cli run = run("", "datadir", "accept");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("Could not ask the agent at http://127.0.0.1:", "is it running?");
  }

  @Test
  void saysThatNoAgentHasRun() throws IOException {
    Files.delete(home.resolve("state/address"));

    Cli run = run("", "seeds", "list");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("is the agent running");
  }

  @Test
  void saysWhoMayReadTheToken() throws IOException {
    Files.delete(home.resolve("state/token"));

    Cli run = run("", "seeds", "list");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains(home.resolve("state/token").toString(), "as root");
    assertThat(calls).isEmpty();
  }

  @Test
  void neverShowsTheToken() throws IOException {
    status = 500;
    answer = "{";
    assertThat(run("", "seeds", "list").err()).isNotBlank().doesNotContain(TOKEN);

    address("http://127.0.0.1:1");
    assertThat(run("", "seeds", "list").err()).isNotBlank().doesNotContain(TOKEN);
  }

  @Test
  void trustsItsOwnCertificateThoughNobodySignedIt() throws IOException {
    Cli run = runOverTls("own", "own");

    assertThat(run).isEqualTo(new Cli(0, "", ""));
    assertThat(calls).hasSize(1);
  }

  @Test
  void trustsNoOtherCertificateAndDoesNotAskWhetherTheAgentRuns() throws IOException {
    Cli run = runOverTls("other", "own");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("Could not ask the agent at https://", "since SSLCertFile changed?")
        .doesNotContain("is it running?");
    assertThat(calls).isEmpty();
  }

  private Cli runOverTls(String served, String configured) throws IOException {
    Pki pki = new Pki(home);
    pki.selfSigned("own.pem", "own-cert.pem", "rsa:2048", "/CN=db1");
    pki.selfSigned("other.pem", "other-cert.pem", "rsa:2048", "/CN=db1");
    HttpsServer https =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try {
      https.setHttpsConfigurator(
          new HttpsConfigurator(
              new TlsContexts(pki.config(served + ".pem", served + "-cert.pem", "", false))
                  .serving()));
      https.createContext("/", this::handle);
      https.start();
      address("https://127.0.0.1:" + https.getAddress().getPort());
      return run(
          "'UseSSL': true, 'SSLPrivateKeyFile': '%s', 'SSLCertFile': '%s'"
              .formatted(pki.file(configured + ".pem"), pki.file(configured + "-cert.pem")),
          "seeds",
          "list");
    } finally {
      https.stop(0);
    }
  }

  private void address(String uri) throws IOException {
    Files.writeString(home.resolve("state/address"), uri);
  }

  private Cli run(String members, String... command) {
    Path file = Configs.file(home, members);
    return Cli.run(
        Stream.concat(Stream.of("--config=" + file), Stream.of(command)).toArray(String[]::new));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      calls.add(
          new Call(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              header(exchange, "X-Agent-Token"),
              header(exchange, "Authorization")));
      byte[] body = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }
}

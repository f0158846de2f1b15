package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orchestrator.agent.testkit.orchestrator.StandInOrchestrator;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers send is refused with a reason and never executed, and the token is not told. */
@Tag("seed")
class HostileCallersIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static StandInOrchestrator orchestrator;
  private static AgentHost host;
  private static PackagedAgent agent;

  @BeforeAll
  static void start() throws Exception {
    orchestrator = StandInOrchestrator.onLoopback();
    host = new AgentHost(folder.resolve("host"), "127.0.0.2");
    host.with("AgentsServer", orchestrator.url());
    host.with("TokenHintFile", hintFile().toString());
    Files.createDirectory(host.snapshots().resolve("first"));
    Files.writeString(host.snapshots().resolve("first/ibdata1"), "data");
    agent = PackagedAgent.start(host);
    agent.awaitRegistration(orchestrator);
  }

  @AfterAll
  static void stop() {
    if (agent != null) {
      agent.close();
    }
    orchestrator.close();
    assertThat(HostProcesses.of(host.folder())).isEmpty();
  }

  private static Path hintFile() {
    return folder.resolve("token-hint");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mountlv?lv=;touch%20x",
        "mountlv?lv=$(id)",
        "mountlv?lv=`touch%20x`",
        "mountlv?lv=%0atouch%20x%0a",
        "mountlv?lv=../../etc",
        "mountlv?lv=-ftouch",
        "mountlv",
        "removelv?lv=;touch%20x",
        "removelv?lv=$(touch%20x)",
        "lv/;touch%20x",
        "du?path=../../etc",
        "du?path=/etc/../root",
        "du?path=$(touch%20x)",
        "du?path=;touch%20x",
        "du?path=/no%00thing",
        "send-mysql-seed-data/a%20b/1",
        "send-mysql-seed-data/a'b/1",
        "send-mysql-seed-data/a\"b/1",
        "send-mysql-seed-data/`touch%20x`/1",
        "send-mysql-seed-data/$(touch%20x)/1",
        "send-mysql-seed-data/;touch%20x;/1",
        "send-mysql-seed-data/a%0atouch%20x/1",
        "send-mysql-seed-data/-e/1",
        "send-mysql-seed-data/host/1;touch%20x",
        "receive-mysql-seed-data/abc",
        "receive-mysql-seed-data/1;touch%20x",
        "receive-mysql-seed-data/-1",
        "receive-mysql-seed-data/99999999999999999999",
        "seed-command-completed/abc",
        "seed-command-succeeded/1e3",
        "abort-seed/%0a1",
        "post-copy/?sourceHost=;touch%20x",
        "post-copy/?sourceHost=$(touch%20x)",
        "post-copy/",
        "custom-commands/;touch%20x",
        "custom-commands/..%2f..",
        "mysql-relaylog-contents-tail/..%2f..%2fetc%2fpasswd/4",
        "mysql-relaylog-contents-tail/$(touch%20x)/4",
        "mysql-binlog-contents?binlog=../../etc/passwd",
        "mysql-binlog-contents?binlog=;touch%20x",
        "mysql-binlog-binary-contents?binlog=%2fetc%2fpasswd",
        "no-such-route/;touch%20x"
      })
  void refusesAndExecutesNothing(String command) throws Exception {
    String token = (command.contains("?") ? "&" : "?") + "token=" + agent.token();

    String answer = new RawHttp(agent.row()).get("/api/" + command + token);

    assertThat(answer.lines().findFirst())
        .as("the status line that orchestrator notices, of " + answer)
        .contains("HTTP/1.1 500");
    requireClearError(answer);
    requireNothingExecuted();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql-status", "mountlv?lv=x", "delete-mysql-datadir", "seeds"})
  void refusesCallsWithoutTheToken(String command) throws Exception {
    String and = command.contains("?") ? "&" : "?";
    RawHttp http = new RawHttp(agent.row());

    String without = http.get("/api/" + command);
    String wrong = http.get("/api/" + command + and + "token=" + "0".repeat(64));

    assertThat(without).startsWith("HTTP/1.1 401");
    requireClearError(without);
    assertThat(wrong.lines().findFirst()).contains("HTTP/1.1 500");
    requireClearError(wrong);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lv?lv=;touch%20x", "lv?lv=$(touch%20x)", "lvs/$(touch%20x)"})
  void listsNothingUnderSuchANameAndExecutesNothing(String question) throws Exception {
    String token = (question.contains("?") ? "&" : "?") + "token=" + agent.token();

    String answer = new RawHttp(agent.row()).get("/api/" + question + token);

    assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\n[]");
    requireNothingExecuted();
  }

  /** No more than the parser of HTTP sees such a request. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mountlv?lv=;touch x",
        "send-mysql-seed-data/a b/1",
        "send-mysql-seed-data/a\ntouch x\n/1"
      })
  void refusesRequestLinesThatAreNone(String command) throws Exception {
    String answer = new RawHttp(agent.row()).get("/api/" + command + "?token=" + agent.token());

    assertThat(answer).matches("(?s)|HTTP/1.1 [45].*");
    requireNothingExecuted();
  }

  @Test
  void refusesAHeaderOfTenMegabytes() throws Exception {
    String request =
        "GET /api/mysql-status?token="
            + agent.token()
            + " HTTP/1.1\r\nHost: agent\r\nX-Large: "
            + "x".repeat(10 << 20)
            + "\r\n\r\n";

    String answer = new RawHttp(agent.row()).send(request);

    assertThat(answer).matches("(?s)|HTTP/1.1 [45].*");
    assertThat(new RawHttp(agent.row()).get("/api/hostname")).startsWith("HTTP/1.1 200");
  }

  /** Who has no token must not be able to fill the memory of the agent, which ends it. */
  @Test
  void outlivesAThousandUnfinishedRequests() throws Exception {
    String unfinished = "GET / HTTP/1.1\r\nHost: agent\r\nX-Large: " + "x".repeat(63 << 10);
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int caller = 0; caller < 1_000; caller++) {
        sockets.add(new RawHttp(agent.row()).begin(unfinished));
      }

      assertThat(new RawHttp(agent.row()).get("/api/hostname")).startsWith("HTTP/1.1 200");
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    assertThat(agent.isAlive()).isTrue();
  }

  @Test
  void keepsTheTokenToItself() throws Exception {
    assertThat(hintFile()).hasContent(agent.token());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(hintFile())))
        .isEqualTo("rw-------");
    String answer = new RawHttp(agent.row()).get("/api/mountlv?lv=x&token=" + agent.token());
    assertThat(answer).doesNotContain(agent.token());
    assertThat(agent.log()).contains("mountlv").doesNotContain(agent.token());
    List<String> commandLines =
        ProcessHandle.allProcesses()
            .map(process -> HostProcesses.content(process.pid(), "cmdline"))
            .toList();
    assertThat(commandLines).noneMatch(line -> line.contains(tokenText()));
  }

  private static String tokenText() {
    try {
      return agent.token();
    } catch (IOException gone) {
      throw new AssertionError(gone);
    }
  }

  private static void requireClearError(String answer) throws IOException {
    JsonNode error = JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    assertThat(error.path("Code").asText()).isEqualTo("ERROR");
    assertThat(error.path("Message").asText()).hasSizeGreaterThan(15).doesNotContain("Exception");
    assertThat(error.path("Details").isNull()).isTrue();
  }

  private static void requireNothingExecuted() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(Path::getFileName)).doesNotContain(Path.of("x"));
    }
    assertThat(Path.of("x")).doesNotExist();
    assertThat(agent.children()).isEmpty();
  }
}

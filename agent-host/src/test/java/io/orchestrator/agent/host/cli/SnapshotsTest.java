package io.orchestrator.agent.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.orchestrator.agent.host.Configs;
import io.orchestrator.agent.host.state.StateFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

/** The snapshots commands, with a small server for the running agent. */
@Timeout(60)
class SnapshotsTest {
  private static final String LISTED =
      """
      [{"Provider": "lvm", "Path": "/dev/vg/a-snap", "IsSnapshot": true, "Valid": true,
        "MatchesFilter": true, "Offered": true, "PercentUsed": 12.34, "SizeBytes": 1610612736,
        "CreatedAt": "2026-11-25T03:15:01Z", "MountedOn": ""},
       {"Provider": "lvm", "Path": "/dev/vg/full", "IsSnapshot": true, "Valid": false,
        "PercentUsed": 100, "SizeBytes": 0, "CreatedAt": "", "MountedOn": ""},
       {"Provider": "lvm", "Path": "/dev/vg/m", "IsSnapshot": true, "Valid": true,
        "Offered": true, "PercentUsed": 0, "SizeBytes": 5, "CreatedAt": "", "MountedOn": "/mnt"},
       {"Provider": "lvm", "Path": "/dev/vg/mysql", "IsSnapshot": false, "Valid": true}]
      """;

  @TempDir Path home;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private HttpServer agent;
  private int status = 200;
  private String answer = "{}";
  private final List<String> answers = new CopyOnWriteArrayList<>();

  @BeforeEach
  void startAgent() throws IOException {
    agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    agent.createContext("/", this::handle);
    agent.start();
    StateFiles.createDirectories(home.resolve("state"));
    Files.writeString(home.resolve("state/token"), "t\n");
    Files.writeString(
        home.resolve("state/address"), "http://127.0.0.1:" + agent.getAddress().getPort() + "\n");
  }

  @AfterEach
  void stopAgent() {
    agent.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    String next = answers.isEmpty() ? answer : answers.remove(0);
    byte[] bytes = next.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(next.isEmpty() ? 503 : status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void listsSnapshotsInATableThatFits() throws IOException {
    answer = LISTED;

    Cli run = run("list");

    assertThat(run.status()).isZero();
    assertThat(run.out().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100))
        .hasSize(3);
    assertThat(run.out())
        .contains("/dev/vg/a-snap")
        .containsPattern("12 % +1.5 GiB  2026-11-25 03:15  offered")
        .containsPattern("100 % +- +- +full, its data is lost")
        .contains("mounted on /mnt")
        .doesNotContain("/dev/vg/mysql");
    assertThat(calls).containsExactly("GET /api/snapshots?token=t");
  }

  @Test
  void saysWhyASnapshotIsNotOffered() throws IOException {
    answer =
        """
        [{"Path": "/a", "IsSnapshot": true, "Valid": true, "MatchesFilter": true, "Offered": false},
         {"Path": "/b", "IsSnapshot": true, "Valid": true, "MatchesFilter": false}]
        """;

    assertThat(run("list").out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("/a ").endsWith("not in SeedSources"),
            line -> assertThat(line).startsWith("/b ").endsWith("not in the filter"));
  }

  @Test
  void saysThatTheRunningServerIsChosen() throws IOException {
    answer =
        """
        [{"Provider": "live", "Path": "live:sql", "IsSnapshot": true, "Valid": true,
          "Offered": true, "MountedOn": "/var/lib/mysql"}]
        """;

    assertThat(run("list").out()).startsWith("live:sql ").endsWith("chosen for a seed\n");
  }

  @Test
  void listsOtherVolumesOnRequest() throws IOException {
    answer = LISTED;
    assertThat(run("list", "--all").out()).containsPattern("/dev/vg/mysql .*no snapshot");
  }

  @Test
  void printsTheAnswerAsJson() throws IOException {
    answer = LISTED;
    assertThat(new ObjectMapper().readTree(run("list", "--json").out()))
        .isEqualTo(new ObjectMapper().readTree(LISTED));
  }

  @Test
  void printsThePathOfTheNewSnapshot() throws IOException {
    answer = "{\"Path\": \"/dev/vg/new\"}";
    assertThat(run("create")).isEqualTo(new Cli(0, "/dev/vg/new\n", ""));
    assertThat(calls).containsExactly("POST /api/snapshot-create?token=t");
  }

  @Test
  void encodesThePathThatItMounts() throws IOException {
    answer = "{\"Path\": \"/mnt\", \"MySQLDataPath\": \"/mnt/mysql\"}";
    assertThat(run("mount", "/a b&c")).isEqualTo(new Cli(0, "/mnt/mysql\n", ""));
    assertThat(calls)
        .containsExactly("POST /api/snapshot-mount?access=read-only&lv=%2Fa+b%26c&token=t");
  }

  @Test
  void warnsOfASnapshotThatIsChanged() throws IOException {
    answer = "{\"Path\": \"/mnt\", \"MySQLDataPath\": \"/mnt/mysql\"}";
    Cli mounted = run("mount", "--read-write", "/a");
    assertThat(mounted.out()).isEqualTo("/mnt/mysql\n");
    assertThat(mounted.err()).contains("offered for seeds again: remove it");
    assertThat(calls).containsExactly("POST /api/snapshot-mount?access=read-write&lv=%2Fa&token=t");
  }

  @Test
  void unmountsAndRemoves() throws IOException {
    assertThat(run("umount")).isEqualTo(new Cli(0, "", ""));
    answer = "true";
    assertThat(run("remove", "/dev/vg/a")).isEqualTo(new Cli(0, "", ""));
    assertThat(calls)
        .containsExactly("GET /api/umount?token=t", "GET /api/removelv?lv=%2Fdev%2Fvg%2Fa&token=t");
  }

  @Test
  void saysWhatItHasPruned() throws IOException {
    answer =
        """
        {"Removed": [{"Path": "/a", "Why": "it is old"}],
         "Kept": [{"Path": "/b", "Why": "it is mounted"}], "Failed": []}
        """;
    assertThat(run("prune"))
        .isEqualTo(new Cli(0, "removed /a: it is old\nkept /b: it is mounted\n", ""));
    assertThat(run("prune", "--dry-run").out()).startsWith("would remove /a");
    assertThat(calls.get(1)).isEqualTo("POST /api/snapshots-prune?dryRun=true&token=t");
  }

  @Test
  void failsIfASnapshotCouldNotBePruned() throws IOException {
    answer = "{\"Removed\": [], \"Kept\": [], \"Failed\": [{\"Path\": \"/a\", \"Why\": \"no\"}]}";
    assertThat(run("prune")).isEqualTo(new Cli(1, "", "could not remove /a: no\n"));
  }

  @Test
  void passesTheAgentsReasonOn() throws IOException {
    status = 500;
    answer = "{\"Code\": \"ERROR\", \"Message\": \"no space\", \"Details\": null}";
    assertThat(run("create")).isEqualTo(new Cli(1, "", "orchestrator-agent: no space\n"));
  }

  @Test
  void outlivesAFailedLookAtAVerification() throws IOException {
    answers.addAll(List.of(verification("RUNNING", "1"), "", verification("GOOD", "1")));

    Cli run = run("verify", "/dev/vg/a");

    assertThat(run.err()).doesNotContain("orchestrator-agent:");
    assertThat(run.status()).isZero();
  }

  @Test
  void takesNoOtherVerificationForItsOwn() throws IOException {
    answers.addAll(List.of(verification("RUNNING", "1"), verification("GOOD", "2")));

    Cli run = run("verify", "/dev/vg/a");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("is not known");
  }

  @Test
  void showsTheRecoveryOfAVerificationOnlyIfThereWasOne() throws IOException {
    String seconds = ", \"RecoverySeconds\": %s, \"Server\": \"mariadbd\"}";
    answers.add(verification("RUNNING", "1"));
    answers.add(verification("GOOD", "1").replace("}", seconds.formatted("1.5")));
    assertThat(run("verify", "/dev/vg/a").out())
        .isEqualTo(
            """
            /dev/vg/a is good
            recovered in 1.50 s, 0 tables looked at, 0.00 s in all, by mariadbd
            """);

    answers.add(verification("RUNNING", "1"));
    answers.add(verification("FAILED", "1").replace("}", seconds.formatted("0")));
    assertThat(run("verify", "/dev/vg/a").out()).isEqualTo("/dev/vg/a is failed\n");
  }

  private static String verification(String state, String startedAt) {
    return "{\"Snapshot\": \"/dev/vg/a\", \"State\": \"%s\", \"StartedAt\": \"%s\", \"LimitSeconds\": 60}"
        .formatted(state, startedAt);
  }

  private Cli run(String... arguments) {
    Path file = Configs.file(home, "");
    return Cli.run(
        Stream.concat(Stream.of("--config=" + file, "snapshots"), Stream.of(arguments))
            .toArray(String[]::new));
  }
}

package io.orchestrator.agent.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orchestrator.agent.api.seed.ReplicationStart;
import io.orchestrator.agent.api.seed.ReplicationStart.Flavor;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.fixture.TestTransport;
import io.orchestrator.agent.host.seed.SeedView;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotLocator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each route of the contract, in the form that orchestrator and people know. */
class RoutesTest {
  @TempDir Path folder;
  private TestHost host;
  private Api api;

  @BeforeEach
  void startApi() throws Exception {
    Path log = folder.resolve("mysqld.err");
    Files.writeString(
        log,
        IntStream.rangeClosed(1, 30)
            .mapToObj(line -> "line " + line + "\n")
            .collect(Collectors.joining()));
    host =
        new TestHost(folder)
            .withMySql(
                FakeMySqlFacts.of(folder.resolve("datadir")).withPort(3310).withErrorLog(log))
            .with("CustomCommands", Map.of("greet", "echo \"hello \\\"you\\\"\"", "bad", "exit 3"))
            .with("PostCopyCommand", "printf %s > " + folder.resolve("post-copied"))
            .offering(new FakeSnapshotLocator(List.of("db1"), List.of("db1", "db2")));
    host.store().add("one-my");
    host.store().add("two-my");
    api = Api.start(host);
  }

  @AfterEach
  void stopApi() {
    api.close();
  }

  private String path(String name) {
    return folder.resolve("snapshots").resolve(name).toString();
  }

  private String body(String command) throws Exception {
    Api.Reply reply = api.get(command);
    assertThat(reply.statusLine()).as(reply.text()).isEqualTo("HTTP/1.1 200 OK");
    return reply.body();
  }

  private void awaitCompleted(long seed) {
    Awaitility.await().until(() -> body("seed-command-completed/" + seed).equals("true"));
  }

  @Test
  void listsTheHostsThatHaveSnapshots() throws Exception {
    assertThat(body("available-snapshots-local")).isEqualTo("[\"db1\"]");
    assertThat(body("available-snapshots")).isEqualTo("[\"db1\",\"db2\"]");
  }

  @Test
  void listsSnapshots() throws Exception {
    String two =
        "{\"Name\":\"two-my\",\"GroupName\":\"fake\",\"Path\":\""
            + path("two-my")
            + "\",\"IsSnapshot\":true,\"SnapshotPercent\":0.0}";
    String one = two.replace("two-my", "one-my");

    assertThat(body("lvs-snapshots")).isEqualTo("[" + two + "," + one + "]");
    assertThat(api.json("lvs")).hasSize(3);
    assertThat(body("lvs/two")).isEqualTo("[" + two + "]");
    assertThat(body("lv?lv=" + path("two-my"))).isEqualTo("[" + two + "]");
    assertThat(body("lv/two-my")).isEqualTo("[" + two + "]");
    assertThat(body("lv/absent")).isEqualTo("[]");
  }

  @Test
  void mountsShowsAndUnmounts() throws Exception {
    String nothing =
        "{\"Path\":\""
            + folder.resolve("mountpoint")
            + "\",\"Device\":\"\",\"LVPath\":\"\",\"FileSystem\":\"\",\"IsMounted\":false,"
            + "\"DiskUsage\":0,\"MySQLDataPath\":\"\",\"MySQLDiskUsage\":0}";
    assertThat(body("mount")).isEqualTo(nothing);

    JsonNode mounted = api.json("mountlv?lv=" + path("one-my"));

    assertThat(mounted.fieldNames())
        .toIterable()
        .containsExactly(
            "Path",
            "Device",
            "LVPath",
            "FileSystem",
            "IsMounted",
            "DiskUsage",
            "MySQLDataPath",
            "MySQLDiskUsage");
    assertThat(mounted.get("IsMounted").asBoolean()).isTrue();
    assertThat(mounted.get("LVPath").asText()).isEqualTo(path("one-my"));
    assertThat(mounted.get("MySQLDiskUsage").isIntegralNumber()).isTrue();
    assertThat(api.json("mount")).isEqualTo(mounted);
    assertThat(body("umount")).isEqualTo(nothing);
    assertThat(body("umount")).as("with nothing mounted").isEqualTo(nothing);
  }

  @Test
  void takesAnOddPathAsOrchestratorPutsItIntoTheUrl() throws Exception {
    Files.move(Path.of(path("one-my")), Path.of(path("two & 1%+#?ü-my")));

    String shown = api.json("lv?lv=two%20%26%201%25%2B%23%3F%C3%BC-my").get(0).get("Path").asText();

    JsonNode mounted = api.json("mountlv?lv=" + shown);
    assertThat(mounted.get("LVPath").asText()).isEqualTo(shown);
  }

  @Test
  void makesAndRemovesSnapshots() throws Exception {
    assertThat(body("create-snapshot")).isEqualTo("true");
    assertThat(Path.of(path("snapshot-3-my"))).isDirectory();

    assertThat(body("removelv?lv=" + path("one-my"))).isEqualTo("true");
    assertThat(Path.of(path("one-my"))).doesNotExist();
  }

  @Test
  void tellsStartsAndStopsTheServer() throws Exception {
    assertThat(body("mysql-status")).isEqualTo("false");
    assertThat(body("mysql-start")).isEqualTo("true");
    assertThat(body("mysql-status")).isEqualTo("true");
    assertThat(body("mysql-stop")).isEqualTo("true");
    assertThat(body("mysql-status")).isEqualTo("false");
    assertThat(body("mysql-port")).isEqualTo("3310");
  }

  @Test
  void tellsSizes() throws Exception {
    host.file("ibdata1");

    assertThat(api.json("mysql-du").asLong()).isGreaterThan(7);
    assertThat(api.json("mysql-datadir-available-space").asLong()).isPositive();
    assertThat(body("du?path=" + host.datadir())).isEqualTo(body("mysql-du"));
  }

  @Test
  void showsTheEndOfTheErrorLogAndTheLastFailure() throws Exception {
    JsonNode lines = api.json("mysql-error-log-tail");
    assertThat(lines).hasSize(20);
    assertThat(lines.get(0).asText()).isEqualTo("line 11");
    assertThat(lines.get(19).asText()).isEqualTo("line 30");

    host.file("ibdata1");
    assertThat(api.get("receive-mysql-seed-data/7").isNoticed()).isTrue();

    JsonNode after = api.json("mysql-error-log-tail");
    assertThat(after.get(after.size() - 1).asText())
        .contains("[ERROR] orchestrator-agent: seed 7 failed:")
        .contains("it is not empty");
  }

  @Test
  void seedsTheTarget() throws Exception {
    host.file("ibdata1");
    assertThat(body("delete-mysql-datadir")).isEqualTo("true");
    assertThat(host.datadir().resolve("ibdata1")).doesNotExist();
    assertThat(body("receive-mysql-seed-data/7")).isEqualTo("true");
    awaitCompleted(7);
    assertThat(body("seed-command-succeeded/7")).isEqualTo("true");
    assertThat(body("post-copy/?sourceHost=db2.example.com")).isEqualTo("true");
    assertThat(folder.resolve("post-copied")).hasContent("db2.example.com");
    assertThat(body("mysql-start")).isEqualTo("true");
  }

  @Test
  void sendsFromTheSource() throws Exception {
    api.json("mountlv?lv=" + path("one-my"));

    assertThat(body("send-mysql-seed-data/db2.example.com/7")).isEqualTo("true");

    Awaitility.await().until(() -> body("seeds").contains("SUCCEEDED"));
  }

  @Test
  void abortsSeeds() throws Exception {
    host.transport().does(TestTransport::hang);
    body("receive-mysql-seed-data/7");
    assertThat(body("seed-command-completed/7")).isEqualTo("false");

    assertThat(body("abort-seed/7")).isEqualTo("true");

    assertThat(body("seed-command-completed/7")).isEqualTo("true");
    assertThat(body("seed-command-succeeded/7")).isEqualTo("false");
    assertThat(body("abort-seed/99")).as("one nobody knows").isEqualTo("true");
  }

  @Test
  void listsSeeds() throws Exception {
    body("receive-mysql-seed-data/7");
    awaitCompleted(7);

    JsonNode seed = api.json("seeds").get(0);

    assertThat(seed.get("SeedId").asLong()).isEqualTo(7);
    assertThat(seed.get("State").asText()).isEqualTo("SUCCEEDED");
    assertThat(seed).hasSize(SeedView.class.getRecordComponents().length);
  }

  @Test
  void showsAndChangesTheRateLimitOfSeeds() throws Exception {
    assertThat(body("seed-rate")).isEqualTo("{\"BytesPerSecond\":0}");

    assertThat(api.post("seed-rate?limit=100M", "").body())
        .isEqualTo("{\"BytesPerSecond\":104857600}");

    assertThat(body("seed-rate")).isEqualTo("{\"BytesPerSecond\":104857600}");
    for (String wrong : java.util.List.of("", "?limit=", "?limit=fast", "?limit=1", "?limit=-5M")) {
      assertThat(api.post("seed-rate" + wrong, "").statusLine()).isNotEqualTo("HTTP/1.1 200 OK");
    }
    assertThat(body("seed-rate")).contains("104857600");
    assertThat(api.post("seed-rate?limit=0", "").body()).isEqualTo("{\"BytesPerSecond\":0}");
  }

  @Test
  void tellsWhereReplicationStarts() throws Exception {
    host.transport()
        .does(
            (datadir, transfer) -> {
              TransferResult arrived = TestTransport.arrive(datadir, transfer);
              return new TransferResult(
                  arrived.bytes(),
                  arrived.summary(),
                  Optional.of(
                      new ReplicationStart(
                          Flavor.MARIADB, 3306, Optional.empty(), Optional.of("0-1-5"))));
            });
    assertThat(api.getWithoutToken("seed-metadata/7").status()).isEqualTo(401);
    assertThat(api.get("seed-metadata/7").isNoticed()).isTrue();
    body("receive-mysql-seed-data/7");
    awaitCompleted(7);
    body("post-copy?sourceHost=db2");

    assertThat(body("seed-metadata/7"))
        .isEqualTo(
            "{\"SeedId\":7,\"Transport\":\"test\",\"SourceHost\":\"db2\",\"SourcePort\":3306,"
                + "\"Flavor\":\"MARIADB\",\"BinaryLogFile\":\"\",\"BinaryLogPosition\":0,"
                + "\"GtidSet\":\"0-1-5\",\"Statement\":\"\",\"GtidStatement\":"
                + "\"SET GLOBAL gtid_slave_pos='0-1-5'; CHANGE MASTER TO MASTER_HOST='db2',"
                + " MASTER_PORT=3306, MASTER_USE_GTID=slave_pos;\",\"OlderStatement\":\"\",\"OlderGtidStatement\":\"\"}");
  }

  @Test
  void acceptsADatadir() throws Exception {
    assertThat(api.post("datadir-accept", "").json().asText()).contains("was not marked");
  }

  @Test
  void runsCustomCommands() throws Exception {
    assertThat(body("custom-commands/greet"))
        .isEqualTo("{\"Code\":\"OK\",\"Message\":\"hello \\\"you\\\"\\n\",\"Details\":null}");
    assertThat(api.get("custom-commands/bad").isNoticed()).isTrue();
    assertThat(api.get("custom-commands/reboot").json().get("Message").asText())
        .contains("No command of that name")
        .contains("greet");
  }

  @Test
  void tellsItsNameAndItsHealthToEverybody() throws Exception {
    assertThat(api.getWithoutToken("hostname").body()).isEqualTo("\"db1.example.com\"");
    Api.Reply good = api.getWithoutToken("status");
    assertThat(good.statusLine()).isEqualTo("HTTP/1.1 200 OK");
    assertThat(good.body()).isEqualTo("\"OK\"");

    host.clock().advance(java.time.Duration.ofSeconds(301));

    Api.Reply bad = api.getWithoutToken("status");
    assertThat(bad.status()).isEqualTo(500);
    assertThat(bad.body()).isEqualTo("\"BAD\"");
  }

  @Test
  void answersWithJson() throws Exception {
    assertThat(api.get("mysql-port").head()).contains("Content-Type: application/json");
  }

  @Test
  void takesPathsThatEndInASlashAndHead() throws Exception {
    assertThat(body("mysql-port/")).isEqualTo("3310");
    assertThat(body("seed-command-completed/7/")).isEqualTo("true");
    Api.Reply head = api.request("HEAD", "mysql-port?token=" + host.token(), "");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void goesByTheParameterInThePathAndNotByOneInTheQuery() throws Exception {
    host.transport().does(TestTransport::hang);
    body("receive-mysql-seed-data/7");

    assertThat(body("seed-command-completed/7?seedId=8")).isEqualTo("false");
    body("abort-seed/8?seedId=7");
    assertThat(body("seed-command-completed/7")).isEqualTo("false");

    body("abort-seed/7");
  }
}

package io.orchestrator.agent.testkit.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgentInfoTest {
  private static final AgentInfo ZERO =
      new AgentInfo(
          List.of(),
          List.of(),
          List.of(),
          new MountPoint("", "", "", "", false, 0, "", 0),
          false,
          0,
          0,
          0,
          List.of());

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

  @Test
  void makesNineCallsInTheServersOrder() {
    AgentInfo.of(calls, agent.row());

    assertThat(agent.requestLines())
        .extracting(line -> line.replaceFirst("GET /api/(.*)\\?token=t0ken HTTP/1.1", "$1"))
        .containsExactly(
            "available-snapshots-local",
            "available-snapshots",
            "lvs-snapshots",
            "mount",
            "mysql-status",
            "mysql-port",
            "mysql-du",
            "mysql-datadir-available-space",
            "mysql-error-log-tail");
  }

  @Test
  void readsEverything() {
    agent
        .answering("available-snapshots-local", "[\"a\"]")
        .answering("available-snapshots", "[\"a\",\"b\"]")
        .answering(
            "lvs-snapshots",
            "[{\"Name\":\"s\",\"GroupName\":\"vg\",\"Path\":\"/dev/vg/s\",\"IsSnapshot\":true,"
                + "\"SnapshotPercent\":12.5}]")
        .answering(
            "mount",
            "{\"Path\":\"/mnt\",\"Device\":\"/dev/dm-1\",\"LVPath\":\"/dev/vg/s\",\"FileSystem\":"
                + "\"xfs\",\"IsMounted\":true,\"DiskUsage\":5,\"MySQLDataPath\":\"/mnt/data\","
                + "\"MySQLDiskUsage\":4}")
        .answering("mysql-status", "true")
        .answering("mysql-port", "3306")
        .answering("mysql-du", "10000000000000")
        .answering("mysql-datadir-available-space", "7")
        .answering("mysql-error-log-tail", "[\"[ERROR] no\"]");

    assertThat(AgentInfo.of(calls, agent.row()))
        .isEqualTo(
            new AgentInfo(
                List.of("a"),
                List.of("a", "b"),
                List.of(new LogicalVolume("s", "vg", "/dev/vg/s", true, 12.5)),
                new MountPoint("/mnt", "/dev/dm-1", "/dev/vg/s", "xfs", true, 5, "/mnt/data", 4),
                true,
                3306,
                10_000_000_000_000L,
                7,
                List.of("[ERROR] no")));
  }

  @Test
  void turnsWhateverFailsOrDoesNotParseIntoZeroValues() {
    agent
        .sending("available-snapshots-local", FakeAgent.RESET)
        .failing("available-snapshots", "HTTP/1.1 500")
        .failing("lvs-snapshots", "HTTP/1.1 500 Internal Server Error")
        .failing("mount", "HTTP/1.1 500 Internal Server Error")
        .failing("mysql-status", "HTTP/1.1 401 Unauthorized")
        .answering("mysql-port", "\"3306\"")
        .answering("mysql-du", "1.5")
        .answering("mysql-datadir-available-space", "7 8")
        .answering("mysql-error-log-tail", "not JSON");

    assertThat(AgentInfo.of(calls, agent.row())).isEqualTo(ZERO);
  }

  @Test
  void isAllZeroForAnAgentThatIsGone() throws IOException {
    agent.close();

    assertThat(AgentInfo.of(calls, agent.row())).isEqualTo(ZERO);
  }
}

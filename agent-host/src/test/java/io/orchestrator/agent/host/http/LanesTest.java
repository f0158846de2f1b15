package io.orchestrator.agent.host.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.snapshot.SnapshotLocator;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.plugin.ExtensionKind;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import java.io.File;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanesTest {
  @TempDir Path folder;

  @Test
  void answersAnAbortWhileQuestionsAndCommandsHang() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    TestHost host = new TestHost(folder);
    host.without(ExtensionKind.SNAPSHOT_PROVIDER).offering(new Hanging(host, end));
    List<Socket> callers = new ArrayList<>();
    try (TestApi api = new TestApi(host)) {
      for (int i = 0; i < 60; i++) {
        callers.add(api.open("GET", TestApi.with("/api/lvs", host.token())));
        callers.add(api.open("GET", TestApi.with("/api/create-snapshot", host.token())));
      }
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () ->
                  api.call("mysql-port").body().contains("refused: 40 calls")
                      && api.call("custom-commands/x").body().contains("refused: 8 calls"));

      assertThat(api.body("abort-seed/7")).isEqualTo("true");
      assertThat(api.body("seed-command-completed/7")).isEqualTo("true");
      assertThat(api.body("seed-command-succeeded/7")).isEqualTo("false");
      assertThat(api.get("/api/status").status()).isEqualTo(200);

      end.countDown();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> api.call("mysql-port").body().equals("3306"));
    } finally {
      end.countDown();
      for (Socket caller : callers) {
        caller.close();
      }
    }
  }

  @Test
  void answersQuestionsWhileTheListsOfHostsHang() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    TestHost host = new TestHost(folder).offering(new HangingLocator(end));
    List<Socket> callers = new ArrayList<>();
    try (TestApi api = new TestApi(host)) {
      for (int i = 0; i < 40; i++) {
        callers.add(api.open("GET", TestApi.with("/api/available-snapshots", host.token())));
        callers.add(api.open("GET", TestApi.with("/api/available-snapshots-local", host.token())));
      }
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> api.call("available-snapshots").body().contains("refused: 16 calls"));

      assertThat(api.body("lvs-snapshots")).isEqualTo("[]");
      assertThat(api.body("mount")).contains("IsMounted");
      assertThat(api.body("seed-command-succeeded/7")).isEqualTo("false");
    } finally {
      end.countDown();
      for (Socket caller : callers) {
        caller.close();
      }
    }
  }

  @Test
  void runsTheStepsOfASeedWhileCustomCommandsHang() throws Exception {
    Path hangs = Files.createDirectory(folder.resolve("hangs"));
    String command = "touch %1$s/$$; while test -e %1$s/$$; do sleep 0.1; done".formatted(hangs);
    TestHost host = new TestHost(folder).with("CustomCommands", Map.of("x", command));
    host.store().add("one-my");
    List<Socket> callers = new ArrayList<>();
    try (TestApi api = new TestApi(host)) {
      for (int i = 0; i < 8; i++) {
        callers.add(api.open("GET", TestApi.with("/api/custom-commands/x", host.token())));
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(hangs.toFile().list()).hasSize(8));

      assertThat(api.call("create-snapshot").body()).contains("refused: 8 calls");
      assertThat(api.body("mountlv?lv=" + folder.resolve("snapshots/one-my"))).contains("one-my");
      assertThat(api.body("post-copy?sourceHost=db1")).isEqualTo("true");
      assertThat(api.body("delete-mysql-datadir")).isEqualTo("true");
      assertThat(api.body("mysql-stop")).isEqualTo("true");
    } finally {
      for (File running : Objects.requireNonNull(hangs.toFile().listFiles())) {
        assertThat(running.delete()).isTrue();
      }
      for (Socket caller : callers) {
        caller.close();
      }
    }
  }

  @Test
  void haveAWorkerForEachPlace() {
    assertThat(Lanes.MOST).isEqualTo(40 + 16 + 8 + 8 + 8 + 8);
  }

  private record HangingLocator(CountDownLatch end) implements SnapshotLocator {
    @Override
    public String name() {
      return "hanging";
    }

    @Override
    public CheckResult check() {
      return CheckResult.usable("it hangs");
    }

    @Override
    public List<String> hosts(Scope scope) throws InterruptedException {
      end.await();
      return List.of();
    }
  }

  private static final class Hanging extends FakeSnapshotProvider {
    private final CountDownLatch end;

    Hanging(TestHost host, CountDownLatch end) {
      super(host.store(), "-my");
      this.end = end;
    }

    @Override
    public List<Volume> list() throws InterruptedException {
      end.await();
      return super.list();
    }

    @Override
    public Optional<Volume> create() throws InterruptedException {
      end.await();
      return Optional.empty();
    }
  }
}

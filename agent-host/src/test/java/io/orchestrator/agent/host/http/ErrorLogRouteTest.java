package io.orchestrator.agent.host.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.fixture.TestTransport;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorLogRouteTest {
  private static final String REASON =
      "\"2026-03-01T12:00:00Z [ERROR] orchestrator-agent: seed 7 failed: the peer went away\"";

  @TempDir Path folder;

  private TestHost host(Path errorLog) {
    TestHost host = new TestHost(folder);
    host.transport().does(TestTransport.failing("the peer went away"));
    return host.withMySql(FakeMySqlFacts.of(host.datadir()).withErrorLog(errorLog));
  }

  private static void failASeed(TestApi api) throws Exception {
    api.call("receive-mysql-seed-data/7");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> api.body("seed-command-completed/7").equals("true"));
  }

  @Test
  void showsTheLogsLines() throws Exception {
    Path log = Files.writeString(folder.resolve("error.log"), "one\n[Note] \"two\"\n");
    try (TestApi api = new TestApi(host(log))) {
      assertThat(api.body("mysql-error-log-tail")).isEqualTo("[\"one\",\"[Note] \\\"two\\\"\"]");
    }
  }

  @Test
  void endsWithTheReasonOfTheFailedSeed() throws Exception {
    Path log = Files.writeString(folder.resolve("error.log"), "one\n");
    try (TestApi api = new TestApi(host(log))) {
      failASeed(api);

      assertThat(api.body("mysql-error-log-tail")).isEqualTo("[\"one\"," + REASON + "]");
    }
  }

  @Test
  void hasTheReasonThoughTheLogCannotBeRead() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    try (TestApi api = new TestApi(host(file.resolve("error.log")))) {
      failASeed(api);

      assertThat(api.body("mysql-error-log-tail"))
          .startsWith("[\"[Warning] orchestrator-agent: Reading the MySQL error log " + file)
          .endsWith("\"," + REASON + "]");
    }
  }

  @Test
  void isEmptyWithoutALogAndAFailure() throws Exception {
    try (TestApi api = new TestApi(host(folder.resolve("absent")))) {
      assertThat(api.body("mysql-error-log-tail")).isEqualTo("[]");
    }
  }
}

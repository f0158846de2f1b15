package io.orchestrator.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.testkit.orchestrator.StandInOrchestrator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A package manager replaces Java under a running agent. */
@Timeout(120)
class UpdatedJavaIT {
  private static final Path LAUNCHER =
      Path.of(System.getProperty("agent.distribution"), "bin/orchestrator-agent");

  @TempDir Path folder;

  @Test
  void doesNotKeepTheAgentFromStartingPrograms() throws Exception {
    Path java = copyOfJava();
    try (StandInOrchestrator orchestrator = StandInOrchestrator.onLoopback()) {
      Process agent = start(java, orchestrator.url());
      try {
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> !orchestrator.agents().isEmpty() || !agent.isAlive());
        assertThat(agent.isAlive()).as("does it run?").isTrue();

        // That of another version, which refuses to work for this one.
        Path helper = java.resolve("lib/jspawnhelper");
        Files.delete(helper);
        Files.writeString(helper, "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(greeting()).contains("\"Code\":\"OK\"", "hello");
      } finally {
        agent.destroy();
        assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private Path copyOfJava() throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("java.home")).toRealPath();
    Path copy = Files.createDirectory(folder.resolve("java"));
    Process copying =
        new ProcessBuilder(
                "cp",
                "-a",
                home.resolve("bin").toString(),
                home.resolve("conf").toString(),
                home.resolve("lib").toString(),
                copy.toString())
            .inheritIO()
            .start();
    assertThat(copying.waitFor()).isZero();
    return copy;
  }

  private Process start(Path java, String orchestrator) throws IOException {
    String json =
        """
        {
          "AgentsServer": "%s",
          "HTTPListenAddress": "127.0.0.1",
          "HTTPPort": 0,
          "Hostname": "localhost",
          "StateDirectory": "%s",
          "SeedTransport": "stream",
          "CustomCommands": {"greet": "echo hello"}
        }
        """
            .formatted(orchestrator, folder.resolve("state"));
    Path file = Files.writeString(folder.resolve("agent.json"), json);
    ProcessBuilder agent = new ProcessBuilder(LAUNCHER.toString(), "-config", file.toString());
    agent.environment().put("JAVA_HOME", java.toString());
    return agent
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private String greeting() throws IOException, InterruptedException {
    String port =
        Files.readString(folder.resolve("err")).replaceFirst("(?s).* on port (\\d+).*", "$1");
    String token = Files.readString(folder.resolve("state/token")).strip();
    URI greet =
        URI.create("http://127.0.0.1:" + port + "/api/custom-commands/greet?token=" + token);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(greet).build(), BodyHandlers.ofString())
        .body();
  }
}

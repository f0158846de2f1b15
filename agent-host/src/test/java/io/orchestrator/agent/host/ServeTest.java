package io.orchestrator.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.host.cli.ServeArguments;
import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts that fail; PackagedDistributionIT has one that does not. */
@Timeout(60)
class ServeTest {
  private record Run(int status, String out, String err) {}

  @TempDir Path home;

  @BeforeEach
  void makeHome() throws IOException {
    System.setProperty("agent.home", home.toString());
    Files.createDirectory(home.resolve("plugins"));
  }

  @AfterEach
  void forget() {
    System.clearProperty("agent.home");
  }

  @Test
  void reportsMistakesOfTheAgentAndOfPluginsTogether() {
    Run run =
        serve(
            Configs.file(
                home, "'HTTPPort': 70000, 'SeedTransport': 'x', 'Plugins.Enabled': ['gone']"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("orchestrator-agent could not start: The configuration can't be used:")
        .contains("HTTPPort is 70000")
        .contains("Plugins.Enabled names gone")
        .contains("SeedTransport names \"x\"")
        .doesNotContain("Exception");
  }

  @Test
  void doesNotStartWithANamedExtensionThatCanNotWorkHere() {
    PluginJarBuilder.plugin("lame", "1.0.0")
        .source(
            "acme.Lame",
            """
            package acme;
            import io.orchestrator.agent.api.*;
            import io.orchestrator.agent.api.service.*;
            @org.pf4j.Extension
            public class Lame implements ServiceManager {
              @Override public String name() { return "lame"; }
              @Override public CheckResult check() { return CheckResult.unusable("install it"); }
              @Override public ServiceStatus status() { return ServiceStatus.RUNNING; }
              @Override public void start() {}
              @Override public void stop() {}
            }
            """)
        .buildIn(home.resolve("plugins"));

    Run run = serve(Configs.file(home, "'ServiceManager': 'lame', 'Plugins.Enabled': ['lame']"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "  * ServiceManager names \"lame\", which can't work on this host: install it (plugin"
                + " lame); there is: no other\n");
  }

  @Test
  void saysThatTheConfigurationIsMissing() {
    Run run = serve(home.resolve("absent.json"));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("absent.json does not exist");
  }

  @Test
  void saysThatTheStateDirectoryCanNotBeUsed() throws IOException {
    Files.createFile(home.resolve("state"));

    Run run = serve(Configs.file(home, ""));

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("StateDirectory must be a directory");
  }

  @Test
  void letsGoOfTheStateDirectoryWhenTheStartFails() throws IOException {
    Path file = Configs.file(home, "'Plugins.Enabled': ['gone']");

    serve(file);

    StateLock.acquire(home.resolve("state")).close();
  }

  private static Run serve(Path config) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream toOut = new ByteArrayOutputStream();
    ByteArrayOutputStream toErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(toOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(toErr, true, StandardCharsets.UTF_8));
    try {
      int status = new Serve(new ServeArguments(Optional.of(config), "INFO", false)).run();
      return new Run(
          status, toOut.toString(StandardCharsets.UTF_8), toErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}

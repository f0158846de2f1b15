package io.orchestrator.agent.host.plugin;

import static io.orchestrator.agent.host.plugin.PluginRig.checkOf;
import static io.orchestrator.agent.host.plugin.PluginRig.statusOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a transport says of itself is asked all over the agent, and by its plugin's start alone. */
@Tag("plugins")
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TransportAnswersTest {
  /** What test and plugin both see: a letter for each question. */
  private static final String ASKED = "transport.asked";

  @TempDir Path root;
  private PluginRig rig;

  @BeforeEach
  void makeRig() throws IOException {
    rig = new PluginRig(root);
    rig.good("good");
    System.setProperty(ASKED, "");
  }

  @AfterEach
  void forget() {
    System.clearProperty(ASKED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "throw new IllegalStateException(\"no luck\"); | content() failed with java.lang.IllegalStateException: no luck",
        "throw new AssertionError(\"no luck\");        | content() failed with java.lang.AssertionError: no luck",
        "return null;                                  | content() returned null"
      })
  void failsThePluginWhoseTransportDoesNotSayWhatItSends(String content, String why)
      throws InterruptedException {
    transport(content, "return false;", "return false;");

    assertThat(failure()).startsWith("The plugin acme has a defect: " + why);
  }

  @Test
  void failsThePluginWhoseTransportThrowsWhenAskedForTheConnection() throws InterruptedException {
    transport("return SeedContent.SNAPSHOT;", "throw new AssertionError();", "return false;");

    assertThat(failure()).startsWith("The plugin acme has a defect: usesWire() failed");
  }

  @Test
  void failsThePluginWhoseTransportThrowsWhenAskedWhetherItResumes() throws InterruptedException {
    transport("return SeedContent.SNAPSHOT;", "return true;", "throw new AssertionError();");

    assertThat(failure()).startsWith("The plugin acme has a defect: resumes() failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"content", "usesWire", "resumes"})
  void givesUpOnATransportThatDoesNotAnswer(String hanging) throws InterruptedException {
    rig.limit(Duration.ofSeconds(2));
    transport(
        hanging.equals("content") ? PluginRig.HANG : "return SeedContent.SNAPSHOT;",
        hanging.equals("usesWire") ? PluginRig.HANG : "return true;",
        hanging.equals("resumes") ? PluginRig.HANG : "return true;");

    assertThat(failure()).isEqualTo("extensions hangs: no return within 2 s");
  }

  @Test
  void asksEachTransportOnce() throws InterruptedException {
    transport(asked("c", "SeedContent.LIVE"), asked("w", "true"), asked("r", "true"));

    SeedTransport transport =
        rig.load("good", "acme").find(SeedTransport.class, "parcel").orElseThrow();

    for (int again = 0; again < 2; again++) {
      assertThat(transport.content()).isEqualTo(SeedContent.LIVE);
      assertThat(transport.usesWire()).isTrue();
      assertThat(transport.resumes()).isTrue();
    }
    assertThat(System.getProperty(ASKED)).isEqualTo("cwr");
  }

  @Test
  void asksOnlyATransportOverTheConnectionWhetherItResumes() throws InterruptedException {
    transport("return SeedContent.SNAPSHOT;", "return false;", "throw new AssertionError();");

    assertThat(statusOf(rig.load("good", "acme"), "acme").state())
        .isEqualTo(PluginStatus.State.STARTED);
  }

  private static String asked(String letter, String answer) {
    return "System.setProperty(\"%1$s\", System.getProperty(\"%1$s\") + \"%2$s\"); return %3$s;"
        .formatted(ASKED, letter, answer);
  }

  private String failure() throws InterruptedException {
    Plugins plugins = rig.load("good", "acme");
    assertThat(statusOf(plugins, "acme").state()).isEqualTo(PluginStatus.State.FAILED);
    assertThat(checkOf(plugins, "good")).isEqualTo("fine");
    return statusOf(plugins, "acme").reason();
  }

  private void transport(String content, String usesWire, String resumes) {
    PluginJarBuilder.plugin("acme", "1.0.0")
        .source(
            "acme.Parcel",
            """
            package acme;
            import io.orchestrator.agent.api.*;
            import io.orchestrator.agent.api.seed.*;
            @org.pf4j.Extension
            public class Parcel implements SeedTransport {
              @Override public String name() { return "parcel"; }
              @Override public CheckResult check() { return CheckResult.usable("fine"); }
              @Override public SeedContent content() { %s }
              @Override public boolean usesWire() { %s }
              @Override public boolean resumes() { %s }
              @Override public TransferResult send(SendRequest request, Transfer transfer) {
                throw new AgentException(ErrorCode.UNSUPPORTED, "no");
              }
              @Override public TransferResult receive(ReceiveRequest request, Transfer transfer) {
                throw new AgentException(ErrorCode.UNSUPPORTED, "no");
              }
            }
            """
                .formatted(content, usesWire, resumes))
        .buildIn(rig.folder());
  }
}

package io.orchestrator.agent.testkit.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.testkit.orchestrator.FakeAgent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoMainTest {
  private static final Pattern URL = Pattern.compile("listens at (http\\S+)\n");
  private static final String SOURCE = "127.0.0.3";
  private static final String TARGET = "127.0.0.2";

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "destroy",
        "generate",
        "generate a b",
        "generate a 1 c",
        "compare a",
        "compare a b --fast",
        "orchestrate --listen 127.0.0.1:0 --source a",
        "orchestrate --listen 127.0.0.1:0 --source a --target a",
        "orchestrate --listen 127.0.0.1 --source a --target b",
        "orchestrate --listen 127.0.0.1:0 --source a --target b --poll-ms",
        "orchestrate --listen 127.0.0.1:0 --source a --target b --poll-ms -1"
      })
  void showsItsUsageWhenItDoesNotUnderstand(String line) throws Exception {
    assertThat(run(line.isEmpty() ? List.of() : List.of(line.split(" ")))).isEqualTo(2);
    assertThat(output()).contains("usage: generate");
  }

  @Test
  void generatesADatadirAndFindsItEqualToItself() throws Exception {
    String datadir = folder.resolve("datadir").toString();

    assertThat(run(List.of("generate", datadir, "1000000"))).isZero();
    assertThat(run(List.of("compare", datadir, datadir, "--seconds"))).isZero();

    assertThat(output().lines().distinct()).singleElement().asString().startsWith("1000000 bytes,");
  }

  @Test
  void printsNoMoreThanTwentyDifferences() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    String datadir = folder.resolve("datadir").toString();
    run(List.of("generate", datadir, "1000"));
    printed.reset();

    assertThat(run(List.of("compare", datadir, empty.toString()))).isEqualTo(1);

    assertThat(output()).contains("ibdata1 is missing in the copy").contains(" more differences");
    assertThat(output().lines()).allMatch(line -> line.length() <= 100);
    assertThat(output().lines().filter(line -> line.contains(" is missing "))).hasSize(20);
  }

  @Test
  void failsWhenThereIsNothingToCompare() throws Exception {
    String missing = folder.resolve("missing").toString();

    assertThat(run(List.of("compare", missing, missing))).isEqualTo(1);
    assertThat(output()).contains("missing");
  }

  @Test
  void runsASeedOnceBothAgentsHaveRegistered() throws Exception {
    try (FakeAgent source = new FakeAgent(SOURCE);
        FakeAgent target = new FakeAgent(TARGET)) {
      source.answering("lvs-snapshots", "[{\"Path\":\"/dev/vg/first\"}]");
      target
          .answering("seed-command-completed", "true")
          .answering("seed-command-succeeded", "true");

      assertThat(orchestrate(source, target)).isZero();

      assertThat(output())
          .contains("mounting /dev/vg/first on source 127.0.0.3")
          .contains("seed 1 succeeded in")
          .doesNotContain(FakeAgent.TOKEN);
    }
  }

  @Test
  void printsWhatTheTargetLeftInItsErrorLogWhenASeedFails() throws Exception {
    try (FakeAgent source = new FakeAgent(SOURCE);
        FakeAgent target = new FakeAgent(TARGET)) {
      target.answering("mysql-error-log-tail", "[\"[ERROR] the disk is full\"]");

      assertThat(orchestrate(source, target)).isEqualTo(1);

      assertThat(output())
          .contains("failed after")
          .contains("no logical volumes")
          .endsWith("[ERROR] the disk is full\n");
    }
  }

  @Test
  void saysWhichAgentDidNotRegister() throws Exception {
    String line = "orchestrate --listen 127.0.0.1:0 --source db1 --target db2 --register-seconds 0";

    assertThat(run(List.of(line.split(" ")))).isEqualTo(1);
    assertThat(output()).contains("agent db1 did not register");
  }

  private int orchestrate(FakeAgent source, FakeAgent target) throws Exception {
    String line =
        "orchestrate --listen 127.0.0.1:0 --poll-ms 5 --wait-ms 1 --source "
            + (source.row().host() + " --target " + target.row().host());
    CompletableFuture<Integer> status =
        CompletableFuture.supplyAsync(() -> runUninterrupted(List.of(line.split(" "))));
    await().until(() -> URL.matcher(output()).find());
    Matcher url = URL.matcher(output());
    assertThat(url.find()).isTrue();
    submit(url.group(1), source);
    submit(url.group(1), target);
    return status.get(10, TimeUnit.SECONDS);
  }

  private static void submit(String url, FakeAgent agent) throws IOException, InterruptedException {
    String row = agent.row().host() + "/" + agent.row().port() + "/" + agent.row().token();
    URI uri = URI.create(url + "/api/submit-agent/" + row);
    HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
  }

  private int runUninterrupted(List<String> words) {
    try {
      return run(words);
    } catch (InterruptedException never) {
      throw new IllegalStateException(never);
    }
  }

  private int run(List<String> words) throws InterruptedException {
    return new DemoMain(new PrintStream(printed, true, StandardCharsets.UTF_8), false).run(words);
  }

  private String output() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}

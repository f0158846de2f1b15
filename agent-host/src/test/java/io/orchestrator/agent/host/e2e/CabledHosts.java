package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.seed.UnusedPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Two hosts with an agent each and two cables between them: one for orders, one for the seed. The
 * target is a network namespace.
 */
final class CabledHosts implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final CommandRunner commands = new ProcessRunner(false);
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final String mark =
      Integer.toHexString(ThreadLocalRandom.current().nextInt(0x100000, 0x1000000));
  private final String namespace = "agent-test-" + mark;
  private final String orders = "or" + mark;
  private final String cable = "ca" + mark;
  // 100.64.0.0/10 is for networks that nobody routes to: seldom in use on a machine that builds.
  private final String network = "100." + ThreadLocalRandom.current().nextInt(65, 128) + ".";
  private final AgentHost target;
  private final AgentHost source;
  private PackagedAgent targetAgent;
  private PackagedAgent sourceAgent;

  /** Makes them, without data. */
  CabledHosts(Path folder) throws Exception {
    target = new AgentHost(folder.resolve("target"), network + "1.2");
    source = new AgentHost(folder.resolve("source"), network + "1.1");
    target.startBy("nsenter", "--net=/run/netns/" + namespace, "--");
    int seedPort = UnusedPort.find();
    for (AgentHost host : new AgentHost[] {target, source}) {
      host.useDefaultTransport();
      // Nobody is there, which matters to no seed.
      host.with("AgentsServer", "http://127.0.0.1:1");
      host.with("SeedPort", seedPort);
    }
    ip("netns", "add", namespace);
    addCable(orders, "1.");
    addCable(cable, "2.");
    ip("-n", namespace, "link", "set", "lo", "up");
  }

  private void addCable(String name, String subnet) throws InterruptedException {
    ip("link", "add", name, "type", "veth", "peer", "name", name, "netns", namespace);
    ip("address", "add", network + subnet + "1/24", "dev", name);
    ip("link", "set", name, "up");
    ip("-n", namespace, "address", "add", network + subnet + "2/24", "dev", name);
    ip("-n", namespace, "link", "set", name, "up");
  }

  private void ip(String... arguments) throws InterruptedException {
    var unused = commands.run(Command.of("ip", arguments).within(LIMIT));
  }

  CabledHosts with(String key, Object value) {
    target.with(key, value);
    source.with(key, value);
    return this;
  }

  void start() throws IOException {
    targetAgent = PackagedAgent.launch(target);
    sourceAgent = PackagedAgent.launch(source);
    targetAgent.awaitServing();
    sourceAgent.awaitServing();
  }

  void pullCable() throws InterruptedException {
    ip("link", "set", cable, "down");
  }

  void plugCable() throws InterruptedException {
    ip("link", "set", cable, "up");
  }

  Path snapshot() {
    return source.snapshots().resolve("first");
  }

  Path targetDatadir() {
    return target.datadir();
  }

  /** Where the cable that can be pulled leads. */
  String targetAddress() {
    return network + "2.2";
  }

  String sourceLog() {
    return sourceAgent.log();
  }

  /** How many bytes of its newest seed the target has. */
  long received() throws IOException, InterruptedException {
    JsonNode seeds = JSON.readTree(target("seeds"));
    return seeds.path(0).path("Bytes").asLong();
  }

  String source(String command) throws IOException, InterruptedException {
    return call(sourceAgent, command);
  }

  String target(String command) throws IOException, InterruptedException {
    return call(targetAgent, command);
  }

  private String call(PackagedAgent agent, String command)
      throws IOException, InterruptedException {
    var row = agent.row();
    String token = (command.contains("?") ? "&" : "?") + "token=" + row.token();
    URI address = URI.create("http://" + row.host() + ":" + row.port() + "/api/" + command + token);
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(address).timeout(LIMIT).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(() -> command + ": " + answer.body()).isEqualTo(200);
    return answer.body();
  }

  /** The cables go with the namespace that they end in. */
  @Override
  public void close() {
    for (PackagedAgent agent : new PackagedAgent[] {sourceAgent, targetAgent}) {
      if (agent != null) {
        agent.close();
      }
    }
    try {
      ip("netns", "delete", namespace);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.orchestrator.RegisteredAgent;
import io.orchestrator.agent.testkit.orchestrator.StandInOrchestrator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The built distribution's agent, run as its users run it. */
final class PackagedAgent implements AutoCloseable {
  /** Its processes are known by this variable, whose value is the host's folder. */
  static final String VARIABLE = "ORCHESTRATOR_AGENT_TEST";

  private static final Duration START_LIMIT = Duration.ofMinutes(6);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(40);

  private final AgentHost host;
  private final Process process;

  private PackagedAgent(AgentHost host, Process process) {
    this.host = host;
    this.process = process;
  }

  /** Starts one and returns when it serves. */
  static PackagedAgent start(AgentHost host) throws IOException {
    PackagedAgent agent = launch(host);
    agent.awaitServing();
    return agent;
  }

  /** Starts one and returns at once. */
  static PackagedAgent launch(AgentHost host) throws IOException {
    Files.deleteIfExists(addressFile(host));
    Path launcher = launcher();
    List<String> command = new ArrayList<>(host.commandPrefix());
    command.addAll(
        List.of(launcher.toString(), "-config", host.writeConfiguration().toString(), "-debug"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(host.folder().toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(host.folder().resolve("agent.out").toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(host.log().toFile()));
    builder.environment().put(VARIABLE, host.folder().toString());
    return new PackagedAgent(host, builder.start());
  }

  /** The distribution's command. */
  static Path launcher() {
    return distribution().resolve("bin/orchestrator-agent");
  }

  /** Runs a command of the distribution beside the host's agent. */
  static CommandResult command(AgentHost host, Duration limit, String... arguments)
      throws InterruptedException {
    List<String> all = new ArrayList<>();
    all.add(launcher().toString());
    all.add("--config=" + host.folder().resolve("agent.conf.json"));
    all.addAll(List.of(arguments));
    return new ProcessRunner(false).tryRun(Command.of(all).within(limit));
  }

  /** Ends it if it does not come up. */
  void awaitServing() {
    try {
      Awaitility.await("the agent serves").atMost(START_LIMIT).until(this::serves);
    } catch (RuntimeException | Error failed) {
      close();
      throw failed;
    }
  }

  private static Path distribution() {
    String property = System.getProperty("agent.distribution");
    assertThat(property).as("system property agent.distribution").isNotNull();
    return Path.of(property);
  }

  private static Path addressFile(AgentHost host) {
    return host.state().resolve("address");
  }

  private boolean serves() throws IOException {
    assertThat(process.isAlive()).as(() -> "the agent runs; its log:\n" + log()).isTrue();
    return Files.exists(addressFile(host));
  }

  /** Returns when this orchestrator knows it. */
  void awaitRegistration(StandInOrchestrator orchestrator) {
    Awaitility.await("the agent registers")
        .atMost(START_LIMIT)
        .until(() -> orchestrator.agents().contains(row()));
  }

  /** As it would register. */
  RegisteredAgent row() throws IOException {
    URI address = URI.create(Files.readString(addressFile(host)).strip());
    return new RegisteredAgent(address.getHost(), address.getPort(), token());
  }

  String token() throws IOException {
    return Files.readString(host.state().resolve("token")).strip();
  }

  String log() {
    try {
      return Files.readString(host.log());
    } catch (IOException none) {
      return none.toString();
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has started, directly or not, and still runs. */
  List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  /** As kill -9 does, or the kernel that is out of memory: what it has started is left alone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  /** As systemd does: SIGTERM. Returns the exit status. */
  int stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS))
        .as("the agent has stopped within " + STOP_LIMIT)
        .isTrue();
    return process.exitValue();
  }

  /** Ends it, if need be by force. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}

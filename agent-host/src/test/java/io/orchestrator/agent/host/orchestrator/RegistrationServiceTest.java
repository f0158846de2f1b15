package io.orchestrator.agent.host.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.host.config.OrchestratorConfig;
import io.orchestrator.agent.host.tls.Pki;
import io.orchestrator.agent.host.tls.TlsContexts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrationServiceTest {
  @TempDir Path folder;
  private Optional<RegistrationService> started = Optional.empty();

  @AfterEach
  void stop() {
    started.ifPresent(RegistrationService::stop);
  }

  private RegistrationService start(SSLContext tls, URI... servers) {
    OrchestratorConfig config =
        new OrchestratorConfig(
            List.of(servers),
            "db1",
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(30),
            Optional.empty());
    Pace quick = new Pace(Duration.ofMillis(20), Duration.ofHours(1), Duration.ZERO, () -> 0.1);
    RegistrationService service =
        new RegistrationService(
            config, AgentToken.create(new SecureRandom()), tls, Clock.systemUTC(), quick);
    service.start(3002);
    started = Optional.of(service);
    return service;
  }

  private static List<Thread> threads() {
    Thread[] all = new Thread[Thread.activeCount() + 50];
    int count = Thread.enumerate(all);
    return Arrays.stream(all, 0, count)
        .filter(thread -> thread.getName().startsWith("orchestrator-"))
        .toList();
  }

  @Test
  void registersWithEveryServerAlsoWithOneThatIsDownAtFirst() throws Exception {
    try (FakeServer first = new FakeServer();
        FakeServer second = new FakeServer()) {
      second.down();
      Instant before = Instant.now();
      RegistrationService service = start(SSLContext.getDefault(), first.uri(), second.uri());
      await().until(() -> first.count("agent-ping") > 2);
      await().until(() -> service.statuses().get(1).problem().isPresent());
      assertThat(second.calls).isEmpty();
      assertThat(service.lastSuccessfulPing()).isAfter(before);

      second.up();
      await().until(() -> second.count("agent-ping") > 2);
      assertThat(second.count("submit-agent")).isEqualTo(1);
      assertThat(service.statuses())
          .extracting(ServerStatus::server)
          .containsExactly(first.uri(), second.uri());
      assertThat(threads()).hasSize(2).allMatch(Thread::isDaemon);
    }
  }

  @Test
  void registersAgainWithAServerThatRestartedEmpty() throws Exception {
    try (FakeServer server = new FakeServer()) {
      start(SSLContext.getDefault(), server.uri());
      await().until(() -> server.count("agent-ping") > 0);
      server.down();
      server.hosts.clear();
      server.up();
      await().until(() -> server.hosts.contains("db1"));
    }
  }

  @Test
  void beforeAnyContactTheStartCounts() throws Exception {
    Instant before = Instant.now();
    RegistrationService service = start(SSLContext.getDefault());
    assertThat(service.lastSuccessfulPing()).isBetween(before, Instant.now());
    assertThat(service.statuses()).isEmpty();
  }

  @Test
  void stopsPromptlyInTheMiddleOfACall() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      RegistrationService service =
          start(SSLContext.getDefault(), URI.create("http://localhost:" + silent.getLocalPort()));
      silent.accept().getInputStream().read();
      long begin = System.nanoTime();
      service.stop();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
      assertThat(threads()).isEmpty();
    }
  }

  @Test
  void stopsPromptlyWhileItWaits() throws Exception {
    try (FakeServer server = new FakeServer()) {
      RegistrationService service = start(SSLContext.getDefault(), server.uri());
      await().until(() -> server.count("agent-ping") > 0);
      service.stop();
      assertThat(threads()).isEmpty();
    }
  }

  @Test
  void callsHttpsWithTheConfiguredTrust() throws IOException {
    Pki pki = new Pki(folder);
    pki.selfSigned("key.pem", "cert.pem", "ed25519", "/CN=other.example.com");
    SSLContext serving = new TlsContexts(pki.config("key.pem", "cert.pem", "", false)).serving();
    try (FakeServer server = new FakeServer(Optional.of(serving))) {
      RegistrationService strict =
          start(new TlsContexts(pki.config("", "", "cert.pem", false)).calling(), server.uri());
      await().until(() -> strict.statuses().get(0).problem().isPresent());
      assertThat(strict.statuses().get(0).problem().orElseThrow()).contains("TLS failed");
      strict.stop();

      RegistrationService lax =
          start(new TlsContexts(pki.config("", "", "", true)).calling(), server.uri());
      await().until(() -> lax.statuses().get(0).registered());
    }
  }
}

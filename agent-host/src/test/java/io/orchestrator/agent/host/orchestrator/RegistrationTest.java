package io.orchestrator.agent.host.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class RegistrationTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration POLL = Duration.ofMinutes(1);

  private final AgentToken token = AgentToken.create(new SecureRandom());
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private FakeServer server;
  private Registration registration;

  @BeforeEach
  void setUp() throws Exception {
    server = new FakeServer();
    registration = registration(server.uri());
    log.start();
    ((Logger) LoggerFactory.getLogger(Registration.class)).addAppender(log);
  }

  @AfterEach
  void tearDown() {
    ((Logger) LoggerFactory.getLogger(Registration.class)).detachAppender(log);
    server.close();
  }

  private Registration registration(URI uri) throws NoSuchAlgorithmException {
    return registration(uri, Duration.ofMinutes(3), Duration.ofSeconds(10));
  }

  private Registration registration(URI uri, Duration resubmit, Duration timeout)
      throws NoSuchAlgorithmException {
    OrchestratorClient client =
        new OrchestratorClient(uri, "db1", token, new HttpGet(SSLContext.getDefault(), timeout));
    // In the middle of every interval: no chance at all.
    Pace pace = new Pace(POLL, resubmit, Duration.ZERO, () -> 0.5);
    return new Registration(client, pace, Clock.fixed(NOW, ZoneOffset.UTC), 3002);
  }

  private List<String> warnings() {
    return log.list.stream()
        .filter(event -> event.getLevel().levelStr.equals("WARN"))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void submitsFirst() {
    assertThat(registration.step()).isEqualTo(POLL);
    assertThat(server.calls).containsExactly("/api/submit-agent/db1/3002/" + token.value());
    assertThat(registration.status().registered()).isTrue();
    assertThat(registration.status().lastContact()).contains(NOW);
  }

  @Test
  void beatsAfterwardsAndLooksWhetherItIsStillKnown() {
    registration.step();
    assertThat(registration.step()).isEqualTo(POLL);
    assertThat(server.calls.subList(1, 3)).containsExactly("/api/agent-ping", "/api/agents-hosts");
  }

  @Test
  void submitsAgainWhenTheIntervalHasPassed() {
    for (int minute = 0; minute < 10; minute++) {
      registration.step();
    }
    assertThat(server.count("submit-agent")).isEqualTo(3);
    assertThat(server.count("agent-ping")).isEqualTo(9);
  }

  @Test
  void anErrorWithStatus200IsAFailure() {
    server.submitAnswer = "200 {\"Code\":\"ERROR\",\"Message\":\"no\\nbackend\",\"Details\":null}";
    assertThat(registration.step()).isLessThan(Duration.ofSeconds(1));
    assertThat(registration.status().registered()).isFalse();
    assertThat(registration.status().problem().orElseThrow()).contains("no backend");
    server.submitAnswer = "";
    registration.step();
    assertThat(registration.status().registered()).isTrue();
    assertThat(registration.status().problem()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"404 x", "500 x", "302 x", "401 x", "204 "})
  void anyOtherStatusIsAFailure(String answer) {
    server.submitAnswer = answer;
    registration.step();
    assertThat(registration.status().registered()).isFalse();
    assertThat(registration.status().problem().orElseThrow()).contains(answer.substring(0, 3));
    assertThat(server.calls).hasSize(1);
  }

  @Test
  void retriesMoreAndMoreSlowly() {
    server.down();
    List<Long> waits = List.of(250L, 500L, 1000L, 2000L, 4000L, 4000L, 4000L);
    for (long wait : waits) {
      assertThat(registration.step()).hasMillis(wait);
    }
  }

  @Test
  void logsAReasonOnceAndAnotherOneOnce() {
    server.submitAnswer = "500 x";
    registration.step();
    registration.step();
    server.submitAnswer = "404 x";
    registration.step();
    registration.step();
    assertThat(warnings()).hasSize(2);
    assertThat(warnings().get(0)).contains("500", "AgentsServer");
  }

  @Test
  void neverLogsTheToken() {
    server.submitAnswer = "200 {\"Code\":\"ERROR\",\"Message\":\"bad " + token.value() + "\"}";
    registration.step();
    server.submitAnswer = "404 " + token.value();
    registration.step();
    server.down();
    registration.step();
    assertThat(warnings()).hasSize(3).noneMatch(line -> line.contains(token.value()));
    assertThat(log.list).allMatch(event -> event.getThrowableProxy() == null);
  }

  @Test
  void aServerThatForgotThisAgentGetsItAgainAtOnce() {
    registration.step();
    server.hosts.clear();
    server.hosts.add("db2");
    registration.step();
    assertThat(server.hosts).containsExactly("db2", "db1");
  }

  @Test
  void aServerThatComesBackEmptyGetsItAgainWithTheFirstBeatThatSucceeds() throws IOException {
    registration.step();
    server.down();
    assertThat(registration.step()).isLessThan(Duration.ofSeconds(1));
    assertThat(registration.status().registered()).isTrue();
    server.hosts.clear();
    server.up();
    registration.step();
    assertThat(server.hosts).containsExactly("db1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"404 x", "200 what?", "200 {\"Code\":\"ERROR\"}", "200 [\"db2\"", "200 [1]"})
  void aServerThatDoesNotListItsAgentsIsBelieved(String answer) {
    server.listAnswer = answer;
    registration.step();
    registration.step();
    assertThat(server.count("submit-agent")).isEqualTo(1);
    assertThat(registration.status().problem()).isEmpty();
  }

  @Test
  void butNotAfterItWasAway() {
    server.listAnswer = "404 x";
    registration.step();
    server.pingAnswer = "500 x";
    registration.step();
    server.pingAnswer = "";
    registration.step();
    assertThat(server.count("submit-agent")).isEqualTo(2);
  }

  @Test
  void findsItselfInTheListOfALargeFleetButDoesNotReadItEachTime() {
    registration.step();
    for (int i = 0; i < 10_000; i++) {
      server.hosts.add(0, "mysql-" + i + ".example.com");
    }
    for (int minute = 0; minute < 6; minute++) {
      registration.step();
    }
    assertThat(server.count("agents-hosts")).isEqualTo(2);
    assertThat(server.count("submit-agent")).isEqualTo(2);
  }

  private void addALargeFleet() {
    server.hosts.addAll(
        IntStream.range(0, 10_000).mapToObj(i -> "mysql-" + i + ".example.com").toList());
  }

  @Test
  void putsTheListOfALargeFleetOffWhenItsServerComesBack() throws Exception {
    registration = registration(server.uri(), Duration.ofHours(1), Duration.ofSeconds(10));
    registration.step();
    addALargeFleet();
    registration.step();
    server.down();
    registration.step();
    server.hosts.remove("db1");
    server.up();

    // Half of the three heartbeats that such a list is read in.
    assertThat(registration.step()).isEqualTo(POLL);
    assertThat(registration.step()).isEqualTo(POLL.dividedBy(2));
    assertThat(server.count("agents-hosts")).isEqualTo(1);
    registration.step();

    assertThat(server.count("agents-hosts")).isEqualTo(2);
    assertThat(server.hosts).contains("db1");
  }

  @Test
  void putsARegistrationThatIsOverdueOffTooWhenTheServerOfALargeFleetComesBack() throws Exception {
    registration.step();
    addALargeFleet();
    registration.step();
    server.down();
    for (Duration away = Duration.ZERO; away.compareTo(POLL.multipliedBy(3)) < 0; ) {
      away = away.plus(registration.step());
    }
    server.up();

    registration.step();
    assertThat(server.count("submit-agent")).isEqualTo(1);
    registration.step();
    registration.step();

    assertThat(server.count("submit-agent")).isEqualTo(1);
    registration.step();
    assertThat(server.count("submit-agent")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void doesNotRegisterAgainWhereAServerThatWasAwayHasNoTimeToListItsAgents(boolean hangs)
      throws Exception {
    Duration patience = Duration.ofSeconds(hangs ? 3 : 10);
    registration = registration(server.uri(), Duration.ofHours(1), patience);
    registration.step();
    server.pingAnswer = "500 x";
    registration.step();
    server.pingAnswer = "";
    server.listHangs = hangs;
    server.listAnswer = "503 x";

    assertThat(registration.step()).isEqualTo(POLL);
    registration.step();
    assertThat(server.count("agents-hosts")).isEqualTo(2);
    assertThat(server.count("submit-agent")).isEqualTo(1);

    server.listHangs = false;
    server.listAnswer = "404 x";
    registration.step();
    assertThat(server.count("submit-agent")).isEqualTo(2);
  }

  @Test
  void namesTheHostThatIsNotKnown() throws Exception {
    registration = registration(URI.create("http://no_such.invalid:3001"));
    registration.step();
    assertThat(warnings()).singleElement().asString().contains("no_such.invalid:3001", "not known");
  }

  @Test
  void anEndlessAnswerIsAFailure() {
    server.pingAnswer = "200 " + "x".repeat(2 << 20);
    registration.step();
    registration.step();
    assertThat(registration.status().problem()).isPresent();
  }
}

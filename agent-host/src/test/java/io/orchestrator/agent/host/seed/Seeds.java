package io.orchestrator.agent.host.seed;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.inject.AbstractModule;
import com.google.inject.Module;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.fixture.TestTransport;
import io.orchestrator.agent.host.state.UnfinishedMark;
import java.time.Duration;
import java.util.Optional;

/** What orchestrator does and asks, in a few words. */
record Seeds(TestHost host) {
  static final Duration SOON = Duration.ofSeconds(10);

  /** Waits that end before a test's patience does. */
  static final Module SHORT_LIMITS =
      new AbstractModule() {
        @Override
        protected void configure() {
          Duration moment = Duration.ofMillis(200);
          bind(SeedLimits.class).toInstance(new SeedLimits(moment, moment, moment, moment));
        }
      };

  static SeedId id(long id) {
    return new SeedId(id);
  }

  void receive(long id) throws InterruptedException {
    host.get(ReceiveSeed.class).receive(id(id));
  }

  void abort(long id) throws InterruptedException {
    host.get(AbortSeed.class).abort(id(id));
  }

  boolean completed(long id) {
    return host.get(SeedAnswers.class).completed(id(id));
  }

  boolean succeeded(long id) {
    return host.get(SeedAnswers.class).succeeded(id(id));
  }

  /** Receives and waits until that is over. */
  void receiveAll(long id) throws InterruptedException {
    receive(id);
    awaitOver();
  }

  /** Receives, which fails for this reason, and waits until that is over. */
  void fail(long id, String reason) throws InterruptedException {
    host.transport().does(TestTransport.failing(reason));
    assertThatThrownBy(
            () -> {
              receive(id);
              awaitOver();
              throw new AgentException(ErrorCode.PEER_FAILED, reason(id));
            })
        .hasMessageContaining(reason);
    awaitOver();
    host.transport().does(TestTransport::arrive);
  }

  /** Waits until no seed is active. */
  void awaitOver() {
    await().atMost(SOON).until(() -> host.get(SeedRunner.class).active().isEmpty());
  }

  Optional<String> mark() {
    return host.get(UnfinishedMark.class).reason(host.datadir());
  }

  String reason(long id) {
    return view(id).map(SeedView::reason).orElse("");
  }

  /** As the list of seeds shows it, sent or received; empty if there is none. */
  String state(long id) {
    return view(id).map(SeedView::state).orElse("");
  }

  private Optional<SeedView> view(long id) {
    return host.get(SeedAnswers.class).all().stream()
        .filter(seed -> seed.seedId() == id)
        .findFirst();
  }
}

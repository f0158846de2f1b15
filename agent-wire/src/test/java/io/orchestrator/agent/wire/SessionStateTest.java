package io.orchestrator.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What counts as the end of a session whose peer is lost when nothing of it is needed any more. */
class SessionStateTest {
  private final SessionState state = new SessionState();
  private final AgentException gone = new AgentException(ErrorCode.PEER_FAILED, "it is gone");

  private Optional<AgentException> toTell() {
    state.lock.lock();
    try {
      return state.takeToTell();
    } finally {
      state.lock.unlock();
    }
  }

  @Test
  void goesOn() {
    assertThat(state.requireGoingOrGone()).isTrue();
  }

  @Test
  void neverTellsAPeerOfAFailureThatWasPassedOver() {
    state.lost(gone);

    assertThat(state.requireGoingOrGone()).isFalse();
    assertThat(toTell()).isEmpty();
  }

  @Test
  void failsIfThePeerWasToldSo() {
    state.lost(gone);
    assertThat(toTell()).containsSame(gone);

    assertThatThrownBy(state::requireGoingOrGone).hasMessage("it is gone");
  }

  @Test
  void failsForAnotherReasonThanALostPeer() {
    state.fail(new AgentException(ErrorCode.ABORTED, "it was aborted"));
    state.lost(gone);

    assertThatThrownBy(state::requireGoingOrGone).hasMessage("it was aborted");
  }
}

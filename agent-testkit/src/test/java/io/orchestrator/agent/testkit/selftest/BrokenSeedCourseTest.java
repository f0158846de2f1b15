package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.FinishRequest;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.testkit.seed.FakeSeedTransport;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Transports that do one thing wrongly each in the course of a seed. */
@Tag("selftest")
class BrokenSeedCourseTest {
  @Test
  void oneThatTriesOnceFails() {
    assertThat(
            ContractRun.complaintOf(
                TriesOnce.class, "waitsForAReceiverThatIsLate", "movesASingleFile"))
        .contains("must try again until its connectLimit is over");
  }

  static class TriesOnce extends BrokenSeedContract {
    TriesOnce() {
      super(
          BrokenTransport.sending(
              (good, request, transfer) -> good.run(withoutPatience(request), transfer)));
    }

    private static SendRequest withoutPatience(SendRequest request) {
      return new SendRequest(
          request.seed(), request.source(), request.targetHost(), request.port(), Duration.ZERO);
    }
  }

  @Test
  void oneThatWorksOnceFails() {
    assertThat(ContractRun.complaintOf(WorksOnce.class, "seedsAgain", "movesASingleFile"))
        .contains("It has been used");
  }

  static class WorksOnce extends BrokenSeedContract {
    WorksOnce() {
      super(once(new AtomicBoolean()));
    }

    private static SeedTransport once(AtomicBoolean used) {
      return BrokenTransport.beforeReceiving(
          request -> {
            if (used.getAndSet(true)) {
              throw new AgentException(ErrorCode.CONFLICT, "It has been used");
            }
          });
    }
  }

  @Test
  void oneThatStaysBrokenAfterAFailureFails() {
    assertThat(ContractRun.complaintOf(StaysBroken.class, "seedsAgainAfterAFailure", "seedsAgain"))
        .contains("It has failed before");
  }

  static class StaysBroken extends BrokenSeedContract {
    StaysBroken() {
      super(untilItFails(new AtomicBoolean()));
    }

    private static SeedTransport untilItFails(AtomicBoolean failed) {
      return BrokenTransport.receiving(
          (good, request, transfer) -> {
            if (failed.getAndSet(true)) {
              throw new AgentException(ErrorCode.CONFLICT, "It has failed before");
            }
            TransferResult result = good.run(request, transfer);
            failed.set(false);
            return result;
          });
    }
  }

  @Test
  void oneThatTakesLongToFinishFails() {
    assertThat(ContractRun.complaintOf(FinishesSlowly.class, "finishesTwice", "movesASingleFile"))
        .contains("what takes long belongs into receive()");
  }

  static class FinishesSlowly extends BrokenSeedContract {
    @Override
    protected Duration finishLimit() {
      return Duration.ofMillis(200);
    }

    FinishesSlowly() {
      super(
          new FakeSeedTransport() {
            @Override
            public void finish(FinishRequest request) {
              LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            }
          });
    }
  }

  @Test
  void oneWhoseAbortEndsOtherSeedsFails() {
    assertThat(
            ContractRun.complaintOf(EndsOtherSeeds.class, "keepsTwoSeedsApart", "movesASingleFile"))
        .contains("must not be in fields");
  }

  static class EndsOtherSeeds extends BrokenSeedContract {
    EndsOtherSeeds() {
      super(endingAll(ConcurrentHashMap.newKeySet()));
    }

    private static SeedTransport endingAll(Set<Thread> receiving) {
      return BrokenTransport.receiving(
          (good, request, transfer) -> {
            receiving.add(Thread.currentThread());
            try {
              return good.run(request, transfer);
            } catch (InterruptedException aborted) {
              receiving.forEach(Thread::interrupt);
              Thread.interrupted();
              throw aborted;
            }
          });
    }
  }

  @Test
  void oneThatFinishesOnceFails() {
    assertThat(ContractRun.failuresOf(FinishesOnce.class, "finishesTwice", "movesASingleFile"))
        .containsExactly("finishesTwice");
  }

  static class FinishesOnce extends BrokenSeedContract {
    FinishesOnce() {
      super(
          new FakeSeedTransport() {
            private final AtomicBoolean finished = new AtomicBoolean();

            @Override
            public void finish(FinishRequest request) {
              if (finished.getAndSet(true)) {
                throw new AgentException(ErrorCode.CONFLICT, "It is finished");
              }
            }
          });
    }
  }
}

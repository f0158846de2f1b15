package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import io.orchestrator.agent.testkit.snapshot.FakeStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Providers that have one defect each in how they make snapshots and tell of them. */
class BrokenCreationTest {
  @Test
  void oneThatShowsTheLiveDataFails() {
    assertThat(
            ContractRun.failuresOf(
                MountsLiveData.class, "mountsASnapshot", "keepsTheDataAsItWasWhenCreated"))
        .containsExactly("keepsTheDataAsItWasWhenCreated");
  }

  static class MountsLiveData extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public Mount mount(MountRequest request) throws InterruptedException {
          Mount mount = super.mount(request);
          return new Mount(
              store.origin(),
              mount.device(),
              mount.volumePath(),
              mount.fileSystem(),
              mount.readOnly());
        }
      };
    }
  }

  @Test
  void oneThatLeavesHalfASnapshotWithoutSpaceFails() {
    assertThat(
            ContractRun.failuresOf(
                LeavesHalf.class, "createsASnapshot", "leavesNothingBehindWithoutSpace"))
        .containsExactly("leavesNothingBehindWithoutSpace");
  }

  static class LeavesHalf extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public Optional<Volume> create() throws InterruptedException {
          try {
            return super.create();
          } catch (AgentException full) {
            makeFolder(store.copies().resolve("half"));
            throw full;
          }
        }
      };
    }
  }

  @Test
  void oneThatTakesALackOfSpaceForSomethingElseFails() {
    assertThat(
            ContractRun.failuresOf(
                HidesLackOfSpace.class, "createsASnapshot", "leavesNothingBehindWithoutSpace"))
        .containsExactly("leavesNothingBehindWithoutSpace");
  }

  static class HidesLackOfSpace extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public Optional<Volume> create() throws InterruptedException {
          try {
            return super.create();
          } catch (AgentException full) {
            return Optional.empty();
          }
        }
      };
    }
  }

  @Test
  void oneThatHidesWhatAnInterruptLeftFails() {
    assertThat(
            ContractRun.failuresOf(
                HidesHalf.class, "createsASnapshot", "hidesNothingThatAnInterruptedCreateLeaves"))
        .containsExactly("hidesNothingThatAnInterruptedCreateLeaves");
  }

  static class HidesHalf extends FakeSnapshotHost {
    @Override
    SnapshotProvider on(FakeStore store, String filter) {
      return new FakeSnapshotProvider(store, filter) {
        @Override
        public Optional<Volume> create() throws InterruptedException {
          if (Thread.interrupted()) {
            makeFolder(store.copies().resolve("half"));
            throw new InterruptedException("half-way");
          }
          return super.create();
        }
      };
    }
  }

  @Test
  void oneThatTellsAWrongTimeFails() {
    assertThat(
            ContractRun.failuresOf(
                WrongTime.class, "createsASnapshot", "tellsOriginAndTimeOfWhatItCreated"))
        .containsExactly("tellsOriginAndTimeOfWhatItCreated");
  }

  static class WrongTime extends FakeSnapshotHost {
    @Override
    List<Volume> listed(List<Volume> found) {
      return found.stream()
          .map(
              volume ->
                  madeOf(
                      volume,
                      volume.origin(),
                      volume.created().map(time -> time.minus(Duration.ofHours(2)))))
          .toList();
    }
  }

  @Test
  void oneThatTellsNoOriginFails() {
    assertThat(
            ContractRun.failuresOf(
                NoOrigin.class, "createsASnapshot", "tellsOriginAndTimeOfWhatItCreated"))
        .containsExactly("tellsOriginAndTimeOfWhatItCreated");
  }

  static class NoOrigin extends FakeSnapshotHost {
    @Override
    List<Volume> listed(List<Volume> found) {
      return found.stream()
          .map(volume -> madeOf(volume, Optional.empty(), volume.created()))
          .toList();
    }
  }

  private static Volume madeOf(Volume volume, Optional<String> origin, Optional<Instant> created) {
    return new Volume(
        volume.path(),
        volume.name(),
        volume.group(),
        volume.snapshot(),
        volume.matchesFilter(),
        volume.valid(),
        volume.percentUsed(),
        volume.sizeBytes(),
        origin,
        created);
  }
}

package io.orchestrator.agent.testkit.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The part of {@link SnapshotProviderContract} that is about hostile paths, interrupts and what is
 * left behind.
 */
abstract class SnapshotSafetyContract extends SnapshotCreateContract {
  @TempDir Path evidence;
  private final Set<Long> childrenBefore = children();

  @AfterEach
  void leaveNoProcess() {
    Set<Long> left = children();
    left.removeAll(childrenBefore);
    assertThat(left)
        .as("processes that a verb has started and that run on after it: wait for them, end them")
        .isEmpty();
  }

  @Test
  void executesNothingThatStandsInAPath() throws Exception {
    makeSnapshots(1);
    Path trace = evidence.resolve("trace");
    for (String path : hostilePaths(newest().path(), trace)) {
      assertRefused(
          "mount() of the path [" + path + "]",
          () -> mount(path),
          ErrorCode.NOT_FOUND,
          ErrorCode.INVALID_ARGUMENT);
      assertRefused("remove() of the path [" + path + "]", () -> provider().remove(path));
      assertThat(trace)
          .as("the path [" + path + "] was executed: it must be an argument, not shell text")
          .doesNotExist();
    }
    assertNothingIsMounted();
    assertThat(snapshots()).as("the snapshots after all that").hasSize(1);
  }

  @Test
  void leavesNothingBehindWhenAMountIsInterrupted() throws Exception {
    makeSnapshots(1);
    MountRequest request = request(newest().path());
    SnapshotProvider provider = provider();
    boolean interrupted = false;
    try {
      Thread.currentThread().interrupt();
      provider.mount(request);
    } catch (InterruptedException stopped) {
      interrupted = true;
    } finally {
      Thread.interrupted();
    }
    assertThat(provider().mounted(mountPoint()).isPresent())
        .as("is it mounted, after mount() " + (interrupted ? "was interrupted" : "returned"))
        .isEqualTo(!interrupted);
  }

  @Test
  void canUnmountAfterAnInterruptedUnmount() throws Exception {
    makeSnapshots(1);
    Mount mount = mount(newest().path());
    InterruptedCall.of(
        () -> {
          provider().unmount(mount);
          return mount;
        },
        Duration.ZERO);
    provider().mounted(mountPoint());
    provider().unmount(mount);
    assertThat(provider().mounted(mountPoint()))
        .as("mounted() after unmount() was interrupted, and called again")
        .isEmpty();
    assertThat(mount(newest().path()).volumePath())
        .as("volumePath() of a mount after an interrupted unmount()")
        .isEqualTo(mount.volumePath());
  }

  @Test
  void canRemoveAfterAnInterruptedRemove() throws Exception {
    Assumptions.assumeTrue(supportsRemove(), "this provider removes nothing");
    makeSnapshots(2);
    Set<String> before = storage();
    String path = newest().path();
    InterruptedCall.of(
        () -> {
          provider().remove(path);
          return path;
        },
        Duration.ZERO);
    if (provider().list().stream().anyMatch(volume -> volume.path().equals(path))) {
      provider().remove(path);
    }
    assertThat(snapshots())
        .as("the snapshots after an interrupted remove(), and another")
        .hasSize(1);
    assertThat(storage())
        .as("what is on the storage after that: an interrupted remove() hides nothing")
        .hasSize(before.size() - 1);
  }

  private static Set<Long> children() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> hostilePaths(String good, Path trace) {
    String touch = "touch " + trace;
    return List.of(
        "",
        "; " + touch,
        good + ";" + touch,
        good + "\n" + touch + "\n",
        good + " && " + touch,
        good + " | " + touch,
        "$(" + touch + ")",
        good + "$(" + touch + ")",
        "`" + touch + "`",
        "'; " + touch + "; '",
        "\"; " + touch + "; \"",
        "--help",
        "-f",
        good + "/../../../../../../etc",
        "../../../../../../etc",
        "*");
  }
}

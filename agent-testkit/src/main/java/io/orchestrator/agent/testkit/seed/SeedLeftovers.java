package io.orchestrator.agent.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What a seed must not leave behind on a machine: looked up in {@code /proc} and on disk. */
final class SeedLeftovers {
  private static final long SMALL_STATE = 1 << 20;
  private static final Set<String> HOSTS_FOLDERS = Set.of("datadir", "work", "snapshot", "kept");

  private final List<Path> hosts;
  private final int port;
  private final Duration patience;
  private final Set<Long> childrenBefore = children();

  /**
   * Takes note of what there is before.
   *
   * @param hosts the folders of the hosts
   * @param port of the seed
   * @param patience how long things may take to go
   */
  SeedLeftovers(List<Path> hosts, int port, Duration patience) {
    this.hosts = hosts;
    this.port = port;
    this.patience = patience;
  }

  /** Requires that there are none, when all of these have ended. */
  void requireNone(List<TransferRun> runs) throws Exception {
    for (TransferRun run : runs) {
      assertThat(run.transfer().processes())
          .as("processes of a transfer that are left when the host has ended them all")
          .isEmpty();
      requireGone(
          "threads that a transfer has started and that run on after its end: end them, and wait"
              + " until they have ended, before send() or receive() returns or throws",
          run::threads);
    }
    requireFreePort();
    requireGone(
        "processes that the transport started by other means than Transfer.commands()",
        () -> children().stream().filter(pid -> !childrenBefore.contains(pid)).toList());
    requireGone(
        "sockets at the seed's port that this process still has open: close them whichever way"
            + " send() or receive() ends",
        () -> OpenDescriptors.openAt(port));
    requireGone(
        "files of source or target that this process still has open: close them whichever way"
            + " send() or receive() ends",
        this::openFiles);
    requireNothingOnDisk();
  }

  void requireFreePort() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException taken) {
      throw new AssertionError(
          "The seed port must be free when receive() is over, but: " + taken.getMessage(), taken);
    }
  }

  private void requireNothingOnDisk() throws IOException {
    for (Path host : hosts) {
      assertThat(names(host))
          .as(
              "what is beside the snapshot and the datadir after a seed: a transport writes into"
                  + " the datadir, and small state into AgentContext.workDirectory()")
          .isSubsetOf(HOSTS_FOLDERS);
      assertThat(size(host.resolve("work")))
          .as(
              "bytes in the work directory after a seed: it is for small state, remove what was"
                  + " for this seed only")
          .isLessThan(SMALL_STATE);
    }
    assertThat(mounts())
        .as("file systems that a seed has mounted: unmount them whichever way it ends")
        .isEmpty();
  }

  private void requireGone(String what, Callable<List<?>> leftovers) throws Exception {
    try {
      Awaitility.await().atMost(patience).until(() -> leftovers.call().isEmpty());
    } catch (ConditionTimeoutException still) {
      assertThat(leftovers.call()).as(what).isEmpty();
    }
  }

  private List<Path> openFiles() throws IOException {
    return OpenDescriptors.openFiles().stream()
        .map(Path::of)
        .filter(file -> hosts.stream().anyMatch(file::startsWith))
        .toList();
  }

  private List<String> mounts() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mountinfo"), StandardCharsets.UTF_8).stream()
        .map(line -> line.split(" ", 6)[4])
        .filter(point -> hosts.stream().anyMatch(host -> Path.of(point).startsWith(host)))
        .toList();
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static Set<Long> children() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }
}

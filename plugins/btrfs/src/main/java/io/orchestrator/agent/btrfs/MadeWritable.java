package io.orchestrator.agent.btrfs;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.mount.MountTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Snapshots that were made writable for a mount. Their paths are noted, with a NUL between them,
 * before anything is changed, so that they become read-only again even after a crash.
 */
final class MadeWritable {
  private final Path file;
  private final MountTable mounts;
  private final RootTools tools;

  MadeWritable(Path workDirectory, MountTable mounts, RootTools tools) {
    this.file = workDirectory.resolve("made-writable");
    this.mounts = mounts;
    this.tools = tools;
  }

  /** One that is not read-only already stays as it is afterwards. */
  void make(SnapshotFolder.Snapshot snapshot) throws InterruptedException {
    String value =
        tools.run(
            "find out whether " + snapshot.path() + " is read-only",
            "btrfs",
            "property",
            "get",
            "-ts",
            snapshot.path(),
            "ro");
    if (value.strip().equals("ro=true")) {
      Set<String> noted = read();
      noted.add(snapshot.path());
      write(noted);
      set(snapshot, false);
    }
  }

  /** Makes those read-only again that are not mounted any more. */
  void putBack(SnapshotFolder folder) throws InterruptedException {
    Set<String> noted = read();
    if (noted.isEmpty()) {
      return;
    }
    List<SnapshotFolder.Snapshot> snapshots = new ArrayList<>(folder.list());
    snapshots.removeIf(snapshot -> !noted.contains(snapshot.path()));
    Set<String> kept = new TreeSet<>();
    for (SnapshotFolder.Snapshot snapshot : snapshots) {
      if (mounts.entries().stream()
          .anyMatch(entry -> snapshot.location().holds(Location.of(entry)))) {
        kept.add(snapshot.path());
      } else {
        set(snapshot, true);
      }
    }
    if (!kept.equals(noted)) {
      write(kept);
    }
  }

  private void set(SnapshotFolder.Snapshot snapshot, boolean readOnly) throws InterruptedException {
    tools.run(
        "make " + snapshot.path() + (readOnly ? " read-only again" : " writable"),
        "btrfs",
        "property",
        "set",
        "-ts",
        snapshot.path(),
        "ro",
        String.valueOf(readOnly));
  }

  private Set<String> read() {
    try {
      Set<String> paths = new TreeSet<>(List.of(Files.readString(file).split("\0", -1)));
      paths.remove("");
      return paths;
    } catch (NoSuchFileException none) {
      return new TreeSet<>();
    } catch (IOException failed) {
      throw failure("read which snapshots were made writable from", failed);
    }
  }

  private void write(Set<String> paths) {
    Path fresh = file.resolveSibling("made-writable.new");
    try {
      Files.writeString(fresh, String.join("\0", paths));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failed) {
      throw failure("note which snapshots were made writable in", failed);
    }
  }

  private AgentException failure(String attempt, IOException failed) {
    return new AgentException(
        ErrorCode.IO_FAILED, "Could not " + attempt + " " + file + ": " + failed, failed);
  }
}

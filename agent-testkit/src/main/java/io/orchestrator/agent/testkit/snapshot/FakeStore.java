package io.orchestrator.agent.testkit.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a {@link FakeSnapshotProvider} has on disk: snapshots, which are folders, and the list of
 * mounts. Holds no state in memory.
 */
public final class FakeStore {
  /** One snapshot. */
  record Snapshot(String name, Path folder, Instant created, boolean valid) {}

  private final Path folder;
  private final Path origin;
  private final FakeMounts mounts;

  /**
   * A store.
   *
   * @param folder where it is; made if it is not there
   * @param origin the folder of which snapshots are taken
   */
  public FakeStore(Path folder, Path origin) {
    this.folder = folder.toAbsolutePath().normalize();
    this.origin = origin.toAbsolutePath().normalize();
    this.mounts = new FakeMounts(this.folder.resolve("mounts"));
    attempt("make " + folder, () -> Files.createDirectories(copies()));
  }

  /** The folder of which snapshots are taken. */
  public Path origin() {
    return origin;
  }

  /**
   * Takes a snapshot, which is newer than the one before.
   *
   * @param name of letters, digits, dots, dashes and underscores; not taken yet
   */
  public void add(String name) {
    take(name);
  }

  synchronized Snapshot take(String name) {
    if (Files.exists(folder.resolve("no-space"))) {
      throw new AgentException(
          ErrorCode.RESOURCES_EXHAUSTED, "There is no space for a snapshot of " + origin);
    }
    Instant now = Instant.now();
    Instant created =
        snapshots().stream()
            .findFirst()
            .map(newest -> newest.created().plusMillis(1))
            .filter(now::isBefore)
            .orElse(now);
    Properties properties = new Properties();
    properties.setProperty("created", created.toString());
    attempt("snapshot " + name, () -> FolderCopy.copy(origin, folder.resolve(name)));
    propertiesOf(name).save(properties);
    return read(name);
  }

  /** From now on there is no space for another snapshot. */
  public void useUpSpace() {
    attempt("use up the space", () -> Files.createFile(folder.resolve("no-space")));
  }

  /** Takes all mounts away, as a crash of the machine does. */
  public void reboot() {
    mounts.clear();
  }

  FakeMounts mounts() {
    return mounts;
  }

  /** The folders of all snapshots and disposable copies. */
  public synchronized Set<String> everything() {
    Set<String> folders = new TreeSet<>();
    folders(folder).forEach(path -> folders.add(path.toString()));
    folders(copies()).forEach(path -> folders.add(path.toString()));
    return folders;
  }

  /** Those in a folder, without the one for copies. */
  private List<Path> folders(Path parent) {
    return attempt(
        "list " + parent,
        () -> {
          try (Stream<Path> entries = Files.list(parent)) {
            return entries
                .filter(entry -> Files.isDirectory(entry) && !entry.equals(copies()))
                .toList();
          }
        });
  }

  /** Where the disposable copies are. */
  public Path copies() {
    return folder.resolve(".copies");
  }

  /** Fills a snapshot up, so that its data is lost. */
  public synchronized void invalidate(String name) {
    Properties properties = propertiesOf(name).load();
    properties.setProperty("full", "true");
    propertiesOf(name).save(properties);
  }

  synchronized List<Snapshot> snapshots() {
    return folders(folder).stream()
        .map(entry -> read(entry.getFileName().toString()))
        .sorted(Comparator.comparing(Snapshot::created).reversed())
        .toList();
  }

  Volume originVolume() {
    String path = origin.toString();
    return new Volume(
        path, "origin", "fake", false, false, true, 0, 0, Optional.empty(), Optional.empty());
  }

  /** The folder of a fresh copy. */
  synchronized Path copy(String volumePath) {
    Path copy = copies().resolve(UUID.randomUUID().toString());
    attempt("copy " + volumePath, () -> FolderCopy.copy(Path.of(volumePath), copy));
    return copy;
  }

  /** Throws the copies away that are not mounted. */
  synchronized void clearCopies() {
    List<String> kept = mounts.all().stream().map(Mount::device).toList();
    for (Path copy : folders(copies())) {
      if (!kept.contains(copy.toString())) {
        remove(copy.toString());
      }
    }
  }

  synchronized void remove(String volumePath) {
    Path snapshot = Path.of(volumePath);
    attempt(
        "remove " + volumePath,
        () -> {
          FolderCopy.delete(snapshot);
          return Files.deleteIfExists(propertiesOf(snapshot.getFileName().toString()).path());
        });
  }

  private Snapshot read(String name) {
    Properties properties = propertiesOf(name).load();
    return new Snapshot(
        name,
        folder.resolve(name),
        Optional.ofNullable(properties.getProperty("created"))
            .map(Instant::parse)
            .orElse(Instant.EPOCH),
        properties.getProperty("full") == null);
  }

  private PropertiesFile propertiesOf(String name) {
    return new PropertiesFile(folder.resolve(name + ".properties"));
  }

  private interface Action<T> {
    T run() throws IOException;
  }

  private static <T> T attempt(String what, Action<T> action) {
    try {
      return action.run();
    } catch (IOException failed) {
      throw new UncheckedIOException("The fake store cannot " + what, failed);
    }
  }
}

package io.orchestrator.agent.testkit.snapshot;

import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.Volume;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What a {@link FakeSnapshotProvider} has on disk: snapshots, which are folders, and the list of
 * mounts. Holds no state in memory.
 */
public final class FakeStore {
  /** One snapshot. */
  record Snapshot(String name, Path folder, Instant created, boolean valid) {}

  private static final String COPY = "di";
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

  private final Path folder;
  private final Path origin;

  /**
   * A store.
   *
   * @param folder where it is; made if it is not there
   * @param origin the folder of which snapshots are taken
   */
  public FakeStore(Path folder, Path origin) {
    this.folder = folder.toAbsolutePath().normalize();
    this.origin = origin.toAbsolutePath().normalize();
    attempt("make " + folder, () -> Files.createDirectories(folder));
  }

  /** The folder of which snapshots are taken. */
  public Path origin() {
    return origin;
  }

  /**
   * Takes a snapshot, which is a minute newer than the one before.
   *
   * @param name of letters, digits, dots, dashes and underscores; not taken yet
   */
  public void add(String name) {
    take(name);
  }

  synchronized Snapshot take(String name) {
    Instant created =
        snapshots().stream().findFirst().map(Snapshot::created).orElse(FIRST).plusSeconds(60);
    Properties properties = new Properties();
    properties.setProperty("created", created.toString());
    attempt("snapshot " + name, () -> FolderCopy.copy(origin, folder.resolve(name)));
    save(propertiesOf(name), properties);
    return read(name);
  }

  /** Fills a snapshot up, so that its data is lost. */
  public synchronized void invalidate(String name) {
    Properties properties = load(propertiesOf(name));
    properties.setProperty("full", "true");
    save(propertiesOf(name), properties);
  }

  synchronized List<Snapshot> snapshots() {
    return attempt(
        "list " + folder,
        () -> {
          try (Stream<Path> entries = Files.list(folder)) {
            return entries
                .filter(Files::isDirectory)
                .filter(entry -> !entry.getFileName().toString().startsWith("."))
                .map(entry -> read(entry.getFileName().toString()))
                .sorted(Comparator.comparing(Snapshot::created).reversed())
                .toList();
          }
        });
  }

  Volume originVolume() {
    String path = origin.toString();
    return new Volume(
        path, "origin", "fake", false, false, true, 0, 0, Optional.empty(), Optional.empty());
  }

  synchronized Optional<Mount> mountedAt(Path mountPoint) {
    return Optional.ofNullable(load(mounts()).getProperty(mountPoint.toString()))
        .map(this::mountOf);
  }

  private Mount mountOf(Object text) {
    String mode = text.toString().substring(0, 2);
    String path = text.toString().substring(3);
    Path files = mode.equals(COPY) ? copyOf(path) : Path.of(path);
    return new Mount(files, files.toString(), path, "fake", mode.equals("ro"));
  }

  private Path copyOf(String volumePath) {
    return folder.resolve(".copy-of-" + Path.of(volumePath).getFileName());
  }

  synchronized boolean isMounted(String volumePath) {
    return load(mounts()).values().stream()
        .map(this::mountOf)
        .anyMatch(mount -> mount.path().toString().equals(volumePath));
  }

  synchronized Mount mount(Path mountPoint, String volumePath, MountAccess access) {
    String mode =
        switch (access) {
          case READ_ONLY -> "ro";
          case READ_WRITE -> "rw";
          case DISPOSABLE -> COPY;
        };
    if (access == MountAccess.DISPOSABLE) {
      Path copy = copyOf(volumePath);
      attempt("copy " + volumePath, () -> FolderCopy.copy(Path.of(volumePath), copy));
    }
    Properties mounts = load(mounts());
    mounts.setProperty(mountPoint.toString(), mode + " " + volumePath);
    save(mounts(), mounts);
    return mountOf(mode + " " + volumePath);
  }

  synchronized void unmount(Mount mount) {
    Properties mounts = load(mounts());
    mounts.values().removeIf(text -> mountOf(text).path().equals(mount.path()));
    save(mounts(), mounts);
    Path copy = copyOf(mount.volumePath());
    if (mount.path().equals(copy) && Files.exists(copy)) {
      attempt(
          "delete " + copy,
          () -> {
            FolderCopy.delete(copy);
            return copy;
          });
    }
  }

  synchronized void remove(String volumePath) {
    Path snapshot = Path.of(volumePath);
    attempt(
        "remove " + volumePath,
        () -> {
          FolderCopy.delete(snapshot);
          return Files.deleteIfExists(propertiesOf(snapshot.getFileName().toString()));
        });
  }

  private Snapshot read(String name) {
    Properties properties = load(propertiesOf(name));
    return new Snapshot(
        name,
        folder.resolve(name),
        Instant.parse(properties.getProperty("created", FIRST.toString())),
        properties.getProperty("full") == null);
  }

  private Path propertiesOf(String name) {
    return folder.resolve(name + ".properties");
  }

  private Path mounts() {
    return folder.resolve("mounts");
  }

  private static Properties load(Path file) {
    return attempt(
        "read " + file,
        () -> {
          Properties properties = new Properties();
          if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
              properties.load(reader);
            }
          }
          return properties;
        });
  }

  private static void save(Path file, Properties properties) {
    attempt(
        "write " + file,
        () -> {
          try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
          }
          return file;
        });
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

package io.orchestrator.agent.testkit.seed;

import io.orchestrator.agent.testkit.datadir.DatadirGenerator;
import io.orchestrator.agent.testkit.datadir.TreeComparison;
import io.orchestrator.agent.testkit.live.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folders of a source and a target, and what is in them. */
final class SeedFolders implements AutoCloseable {
  private static final long SEED = 20_260_101;

  private final Path folder;
  private final Path source;
  private final Path datadir;
  private Optional<SmallDisk> disk = Optional.empty();

  /** Makes them in this folder, unless they are there. */
  SeedFolders(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder).toRealPath();
    for (Path host : hosts()) {
      Files.createDirectories(host.resolve("work"));
    }
    source = Files.createDirectories(this.folder.resolve("source/snapshot"));
    datadir = Files.createDirectories(this.folder.resolve("target/datadir"));
  }

  /** One for each host, with all that belongs to it. */
  List<Path> hosts() {
    return List.of(folder.resolve("source"), folder.resolve("target"));
  }

  Path source() {
    return source;
  }

  Path datadir() {
    return datadir;
  }

  /** The source has a data directory with everything that is hard to copy. */
  void fill(long bytes) throws IOException {
    new DatadirGenerator(SEED).generate(source, bytes);
  }

  /** The source has a single file. */
  void fillWithOneFile() throws IOException {
    Files.writeString(source.resolve("ibdata1"), "all that there is");
  }

  /** How the target differs from the source: in words, each beginning with a name. */
  List<String> differences() throws IOException, InterruptedException {
    return differences(source, datadir);
  }

  /** How the source differs from what was filled in. */
  List<String> changesOfSource(long bytes) throws IOException, InterruptedException {
    Path reference = folder.resolve("source-reference");
    new DatadirGenerator(SEED).generate(reference, bytes);
    return differences(reference, source);
  }

  /** What was in the datadir before: most of it as in the source, some not. */
  FakeKeptDatadir keep(long bytes) throws IOException {
    fillKept(kept(), bytes);
    return new FakeKeptDatadir(kept());
  }

  /** How that differs from what it was. */
  List<String> changesOfKept(long bytes) throws IOException, InterruptedException {
    Path reference = folder.resolve("kept-reference");
    fillKept(reference, bytes);
    return differences(reference, kept());
  }

  private Path kept() {
    return folder.resolve("target/kept");
  }

  private static void fillKept(Path kept, long bytes) throws IOException {
    new DatadirGenerator(SEED).generate(kept, bytes);
    for (String changed : List.of("ibdata1", "ib_logfile0")) {
      FileTime time = Files.getLastModifiedTime(kept.resolve(changed));
      Files.writeString(kept.resolve(changed), "of another time");
      Files.setLastModifiedTime(kept.resolve(changed), time);
    }
  }

  /** An empty folder for what an earlier receive has left, where the host has it. */
  Path makeEarlier() throws IOException {
    return Files.createDirectory(datadir.resolve(".orchestrator-agent-earlier-1"));
  }

  /** Moves what is in the datadir there, as the host does when its agent was killed. */
  Path setAside() throws IOException {
    Path earlier = makeEarlier();
    List<Path> left;
    try (Stream<Path> entries = Files.list(datadir)) {
      left = entries.filter(entry -> !entry.equals(earlier)).toList();
    }
    for (Path entry : left) {
      Files.move(entry, earlier.resolve(entry.getFileName()));
    }
    return earlier;
  }

  private static List<String> differences(Path original, Path copy)
      throws IOException, InterruptedException {
    return TreeComparison.exact()
        .toTheSecond()
        .ignoringTheAgentsOwn()
        .compare(original, copy)
        .found();
  }

  /** The datadir is a file system of this size, as {@code mount} takes it. Needs root. */
  void receiveOntoDiskOf(String size) throws IOException {
    disk = Optional.of(SmallDisk.at(datadir, size));
  }

  /** Removes what is in the datadir, as the host does before a seed. */
  void emptyDatadir() throws IOException {
    DatadirContents.delete(datadir);
  }

  /** Takes the small disk away. */
  @Override
  public void close() throws IOException {
    if (disk.isPresent()) {
      disk.get().close();
    }
  }
}

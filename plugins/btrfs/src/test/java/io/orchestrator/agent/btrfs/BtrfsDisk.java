package io.orchestrator.agent.btrfs;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A btrfs in a file, with a datadir in a subvolume of its own and a folder for snapshots. */
final class BtrfsDisk {
  private static final ProcessRunner COMMANDS = new ProcessRunner(false);

  private final Path folder;

  private BtrfsDisk(Path folder) {
    this.folder = folder;
  }

  /** Makes one in this folder and mounts it. */
  static BtrfsDisk make(Path folder) throws IOException, InterruptedException {
    BtrfsDisk disk = new BtrfsDisk(folder.toRealPath());
    Path image = folder.resolve("image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(300 << 20);
    }
    run("mkfs.btrfs", "-q", image.toString());
    Files.createDirectory(disk.top());
    run("mount", "-o", "loop", image.toString(), disk.top().toString());
    run("btrfs", "subvolume", "create", disk.datadir().toString());
    Files.createDirectory(disk.snapshots());
    Files.writeString(disk.datadir().resolve("ibdata1"), "data");
    return disk;
  }

  Path folder() {
    return folder;
  }

  Path top() {
    return folder.resolve("btrfs");
  }

  Path datadir() {
    return top().resolve("data");
  }

  Path snapshots() {
    return top().resolve("snapshots");
  }

  Path snapshot(String name) throws InterruptedException {
    Path path = snapshots().resolve(name);
    run("btrfs", "subvolume", "snapshot", "-r", datadir().toString(), path.toString());
    return path;
  }

  FakeAgentContext context() {
    return FakeAgentContext.in(folder)
        .with("SnapshotDirectory", snapshots().toString())
        .with("SnapshotVolumesFilter", "-my-")
        .withMySql(FakeMySqlFacts.of(datadir()));
  }

  BtrfsSnapshots provider() {
    return new BtrfsSnapshots(context());
  }

  /** Subvolumes in the snapshot folder, hidden ones too. */
  List<String> subvolumes() throws InterruptedException {
    return run("btrfs", "subvolume", "list", "-o", top().toString())
        .lines()
        .map(line -> line.replaceFirst("^.* path ", ""))
        .filter(path -> path.startsWith("snapshots/"))
        .toList();
  }

  static String run(String... command) throws InterruptedException {
    return COMMANDS.run(Command.of(List.of(command))).stdout();
  }

  /** Unmounts everything below the folder; the loop device goes with the last mount. */
  void remove() throws InterruptedException {
    List<String> points = new ArrayList<>();
    for (String line : run("findmnt", "-rn", "-o", "TARGET").lines().toList()) {
      if (line.startsWith(folder + "/")) {
        points.add(0, line.replace("\\x20", " "));
      }
    }
    for (String point : points) {
      run("umount", point);
    }
  }
}

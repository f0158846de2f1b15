package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.command.ProcessRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A volume group on the machine's empty disk, with the volume {@code mysql-data} mounted as the
 * place of the datadir. For tests inside the machine of dev/lvm-vm.
 */
final class VolumeGroup {
  static final String NAME = "vg-data";
  static final String ORIGIN = "mysql-data";

  private static final ProcessRunner COMMANDS = new ProcessRunner(false);

  private final Path root;

  private VolumeGroup(Path root) {
    this.root = root;
  }

  /**
   * Makes it.
   *
   * @param fileSystem ext4 or xfs
   * @param thin is the origin in a thin pool?
   */
  static VolumeGroup make(String fileSystem, boolean thin)
      throws IOException, InterruptedException {
    Path root = Files.createTempDirectory("volumes");
    VolumeGroup group = new VolumeGroup(root);
    run("vgcreate", "-qq", NAME, "/dev/vda");
    if (thin) {
      run("lvcreate", "-qq", "--type", "thin-pool", "-n", "pool", "-L", "2G", NAME);
      run("lvcreate", "-qq", "-V", "320M", "-T", NAME + "/pool", "-n", ORIGIN);
    } else {
      run("lvcreate", "-qq", "-n", ORIGIN, "-L", "320M", NAME);
    }
    run("mkfs." + fileSystem, "-q", path(ORIGIN));
    Files.createDirectory(group.mounted());
    run("mount", path(ORIGIN), group.mounted().toString());
    Files.createDirectory(group.datadir());
    Files.writeString(group.datadir().resolve("ibdata1"), "data");
    return group;
  }

  static String path(String volume) {
    return "/dev/" + NAME + "/" + volume;
  }

  /** A folder for whatever a test needs. */
  Path root() {
    return root;
  }

  Path mounted() {
    return root.resolve("srv");
  }

  Path datadir() {
    return mounted().resolve("mysql");
  }

  /** Of a thin origin. */
  void thinSnapshot(String name) throws InterruptedException {
    run("lvcreate", "-qq", "-s", "-n", name, NAME + "/" + ORIGIN);
  }

  void classicSnapshot(String name) throws InterruptedException {
    run("lvcreate", "-qq", "-s", "-L", "64M", "-n", name, NAME + "/" + ORIGIN);
  }

  /** A classic snapshot with next to no space, filled by writes on the origin. */
  void fullSnapshot(String name) throws IOException, InterruptedException {
    run("lvcreate", "-qq", "-s", "-L", "4M", "-n", name, NAME + "/" + ORIGIN);
    Files.write(mounted().resolve("filling"), new byte[24 << 20]);
    run("sync", "-f", mounted().toString());
    // Which an allocation of the same blocks may have spared: what is written again is counted
    // once.
    Files.delete(mounted().resolve("filling"));
  }

  /** As a crash of the machine does. */
  void unmountAll() throws InterruptedException {
    for (String mountPoint : mountPointsBelow()) {
      run("umount", mountPoint);
    }
  }

  /** Takes away everything but the origin and its pool. */
  void clean() throws InterruptedException {
    unmountAll();
    for (String device : lines("dmsetup", "ls")) {
      if (device.startsWith("orchestrator-agent-")) {
        run("dmsetup", "remove", device.split("\\s+", 2)[0]);
      }
    }
    for (String volume : lines("lvs", "--noheadings", "-o", "lv_name", NAME)) {
      if (!volume.strip().equals(ORIGIN) && !volume.strip().equals("pool")) {
        run("lvremove", "-qq", "--yes", NAME + "/" + volume.strip());
      }
    }
  }

  private List<String> mountPointsBelow() throws InterruptedException {
    List<String> points = new ArrayList<>();
    for (String line : lines("findmnt", "-rn", "-o", "TARGET")) {
      if (line.startsWith(root + "/") && !line.equals(mounted().toString())) {
        points.add(0, line.replace("\\x20", " "));
      }
    }
    return points;
  }

  static List<String> lines(String... command) throws InterruptedException {
    return run(command).lines().filter(line -> !line.isBlank()).toList();
  }

  static String run(String... command) throws InterruptedException {
    return COMMANDS
        .run(Command.of(List.of(command)).with("LVM_SUPPRESS_FD_WARNINGS", "1"))
        .stdout();
  }

  void remove() throws InterruptedException {
    clean();
    run("umount", mounted().toString());
    run("vgremove", "-qq", "-ff", "--yes", NAME);
    run("pvremove", "-qq", "-ff", "--yes", "/dev/vda");
  }
}

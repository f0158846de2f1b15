package io.orchestrator.agent.lvm;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.mount.MountTable;
import io.orchestrator.agent.testkit.command.ScriptedCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A host with LVM that exists in memory and in a mount table of its own. Its tools answer like
 * those of lvm2 2.03.16 and util-linux 2.38, as recorded on a real one.
 */
final class FakeLvm {
  private final Path mountinfo;
  private final List<Lv> volumes = new ArrayList<>();
  private final List<String> mounts = new ArrayList<>();
  private final ScriptedCommands commands = new ScriptedCommands();
  private final Set<String> overlays = new HashSet<>();
  private int made;
  private boolean busy;

  /** A volume; {@code origin} is empty for what is no snapshot. */
  private static final class Lv {
    final String name;
    final String origin;
    final int number;
    String attributes;
    String percent = "";
    String fileSystem = "ext4";
    boolean fullWhenActive;
    String tags = "";
    String pool = "";
    String metadataPercent = "";
    long size = 16777216;

    Lv(String name, String attributes, String origin, int number) {
      this.name = name;
      this.attributes = attributes;
      this.origin = origin;
      this.number = number;
    }

    boolean active() {
      return attributes.charAt(4) != '-';
    }

    void state(char state) {
      attributes = attributes.substring(0, 4) + state + attributes.substring(5);
    }

    String path() {
      return "/dev/vg-data/" + name;
    }

    String mapper() {
      return "/dev/mapper/vg--data-" + name.replace("-", "--");
    }

    String device() {
      return active() ? "253:" + number : "-1:-1";
    }

    String json() {
      return """
      {"lv_name":"%s", "vg_name":"vg-data", "lv_path":"%s", "lv_dm_path":"%s", "lv_attr":"%s",
       "lv_size":"%d", "origin":"%s", "snap_percent":"%s", "lv_time":"%d",
       "lv_kernel_major":"%s", "lv_kernel_minor":"%s", "lv_tags":"%s",
       "pool_lv":"%s", "data_percent":"%s", "metadata_percent":"%s"}"""
          .formatted(
              name,
              path(),
              mapper(),
              attributes,
              size,
              origin,
              percent,
              1795401432L + number,
              device().substring(0, device().indexOf(':')),
              device().substring(device().indexOf(':') + 1),
              tags,
              pool,
              percent,
              metadataPercent);
    }
  }

  FakeLvm(Path folder) {
    mountinfo = folder.resolve("mountinfo");
    commands.answers("the tools", command -> true, this::answer);
    add("mysql", "owi-aos---", "");
    writeMounts();
  }

  ScriptedCommands commands() {
    return commands;
  }

  MountTable mounts() {
    return new MountTable(mountinfo);
  }

  /** A classic snapshot; returns its path. */
  String classic(String name) {
    Lv lv = add(name, "swi-a-s---", "mysql");
    lv.percent = "0.04";
    return lv.path();
  }

  /** A classic snapshot that lost its data. */
  String full(String name) {
    Lv lv = add(name, "swi-I-s---", "mysql");
    lv.percent = "100.00";
    return lv.path();
  }

  /** A classic snapshot of an inactive origin, of which nobody knows yet that it is full. */
  String inactiveAndFull(String name) {
    Lv lv = add(name, "swi---s---", "mysql");
    lv.fullWhenActive = true;
    return lv.path();
  }

  /** A thin snapshot, which is inactive at first; returns its path. */
  String thin(String name) {
    return add(name, "Vwi---tz-k", "thin").path();
  }

  /** All thin volumes are in this pool of 2 GiB, which is full to so many percent. */
  void pool(String data, String metadata) {
    volumes.stream().filter(lv -> lv.attributes.startsWith("V")).forEach(lv -> lv.pool = "pool");
    Lv pool = add("pool", "twi-aotz--", "");
    pool.size = 2L << 30;
    pool.percent = data;
    pool.metadataPercent = metadata;
  }

  void fileSystem(String path, String type) {
    lv(path).fileSystem = type;
  }

  /** From now on somebody uses what is mounted. */
  void busy() {
    busy = true;
  }

  boolean active(String path) {
    return lv(path).active();
  }

  boolean exists(String path) {
    return volumes.stream().anyMatch(lv -> lv.path().equals(path));
  }

  /** Every volume and device-mapper device, by name. */
  List<String> everything() {
    return Stream.concat(volumes.stream().map(lv -> lv.name), overlays.stream()).sorted().toList();
  }

  /** The datadir's volume, which is mounted there. */
  String origin(String name, String attributes, Path mountPoint) {
    String path = add(name, attributes, "").path();
    mounted(path, mountPoint);
    return path;
  }

  /** Mounts behind the agent's back. */
  void mounted(String device, String source, Path mountPoint, String type, String options) {
    mounts.add(
        "36 30 %s / %s %s,relatime shared:1 - %s %s %s"
            .formatted(
                device,
                mountPoint.toString().replace(" ", "\\040"),
                options,
                type,
                source,
                options));
    writeMounts();
  }

  void mounted(String path, Path mountPoint) {
    mounted(lv(path).device(), lv(path).mapper(), mountPoint, "ext4", "rw");
  }

  private Lv add(String name, String attributes, String origin) {
    Lv lv = new Lv(name, attributes, origin, made++);
    volumes.add(lv);
    return lv;
  }

  private Lv lv(String path) {
    return volumes.stream().filter(lv -> lv.path().equals(path)).findFirst().orElseThrow();
  }

  private CommandResult answer(Command command) {
    List<String> arguments = command.arguments();
    String last = arguments.get(arguments.size() - 1);
    return switch (arguments.get(0)) {
      case "lvs" -> result(0, report(), "  WARNING: this is how LVM talks on.\n");
      case "lvcreate" -> create(arguments);
      case "blockdev" -> result(0, "32768\n", "");
      case "dmsetup" -> overlay(arguments);
      case "lvchange" -> change(arguments.contains("-ay"), lv(last));
      case "lvremove" -> remove(lv(last));
      case "blkid" -> probe(last);
      case "mkdir" -> makeDirectory(Path.of(last));
      case "mount" -> mount(arguments.get(2), arguments.get(3), last);
      case "umount" -> unmount(last);
      case "fuser" -> result(0, " 4711 4712", last + ":          c     c\n");
      case "bash" -> create(arguments.get(2));
      default -> throw new AssertionError("no tool of LVM: " + arguments);
    };
  }

  private String report() {
    return volumes.stream()
        .map(Lv::json)
        .collect(Collectors.joining(",\n", "{\"report\":[{\"lv\":[", "]}]}\n"));
  }

  private static CommandResult change(boolean activate, Lv lv) {
    lv.state(!activate ? '-' : lv.fullWhenActive ? 'I' : 'a');
    return result(0);
  }

  private CommandResult remove(Lv lv) {
    volumes.remove(lv);
    return result(0, "  Logical volume \"" + lv.name + "\" successfully removed.\n", "");
  }

  private CommandResult create(List<String> arguments) {
    String name = value(arguments, "--name");
    boolean snapshot = arguments.contains("--snapshot");
    boolean sized = arguments.contains("--size") || arguments.contains("--extents");
    String from = arguments.get(arguments.size() - 1).replaceFirst(".*/", "");
    Lv made =
        add(
            name,
            !snapshot ? "-wi-a-----" : sized ? "swi-a-s---" : "Vwi-a-tz--",
            snapshot ? from : "");
    made.percent = snapshot && sized ? "0.00" : "";
    made.tags = arguments.contains("--addtag") ? value(arguments, "--addtag") : "";
    return result(0);
  }

  private static String value(List<String> arguments, String option) {
    return arguments.get(arguments.indexOf(option) + 1);
  }

  /** Device-mapper devices that LVM knows nothing of. */
  private CommandResult overlay(List<String> arguments) {
    String name =
        arguments.stream().skip(2).filter(word -> !word.startsWith("--")).findFirst().orElseThrow();
    return switch (arguments.get(1)) {
      case "create" -> overlays.add(name) ? result(0) : result(1, "", "Device or resource busy\n");
      case "info" -> result(overlays.contains(name) ? 0 : 1);
      default -> result(overlays.remove(name) ? 0 : 1);
    };
  }

  private CommandResult probe(String device) {
    if (device.startsWith("/dev/mapper/")) {
      return result(0, "ext4\n", "");
    }
    return lv(device).active() ? result(0, lv(device).fileSystem + "\n", "") : result(2);
  }

  private CommandResult mount(String options, String device, String mountPoint) {
    if (device.startsWith("/dev/mapper/")) {
      String mode = options.startsWith("ro") ? "ro" : "rw";
      mounted("253:99", device, Path.of(mountPoint), "ext4", mode);
      return result(0);
    }
    return mount(options, lv(device), mountPoint);
  }

  private CommandResult mount(String options, Lv lv, String mountPoint) {
    boolean xfs = lv.fileSystem.equals("xfs");
    if (!lv.active() || xfs != options.contains("nouuid")) {
      return result(32, "", "mount: " + mountPoint + ": wrong fs type, bad option.\n");
    }
    String mode = options.startsWith("ro") ? "ro" : "rw";
    mounted(lv.device(), lv.mapper(), Path.of(mountPoint), lv.fileSystem, mode);
    return result(0);
  }

  /** As a crash of the machine does. */
  void unmountedBehindTheBack(Path mountPoint) {
    CommandResult unused = unmount(mountPoint.toString());
  }

  /** As an operator's script does. */
  void removedBehindTheBack(String path) {
    CommandResult unused = remove(lv(path));
  }

  private CommandResult unmount(String mountPoint) {
    if (busy) {
      return result(32, "", "umount: " + mountPoint + ": target is busy.\n");
    }
    mounts.removeIf(line -> line.contains(" " + mountPoint.replace(" ", "\\040") + " "));
    writeMounts();
    return result(0);
  }

  private CommandResult create(String text) {
    classic(text);
    return result(0);
  }

  private static CommandResult makeDirectory(Path path) {
    try {
      Files.createDirectory(path);
      return result(0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void writeMounts() {
    try {
      String root = "28 1 0:23 / / rw,relatime - overlay overlay rw\n";
      Files.writeString(
          mountinfo, root + mounts.stream().map(line -> line + "\n").collect(Collectors.joining()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static CommandResult result(int exitCode) {
    return result(exitCode, "", "");
  }

  static CommandResult result(int exitCode, String stdout, String stderr) {
    return new CommandResult(exitCode, stdout, stderr, Duration.ofMillis(1));
  }
}

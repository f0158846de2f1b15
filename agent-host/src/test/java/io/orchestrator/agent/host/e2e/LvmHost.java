package io.orchestrator.agent.host.e2e;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.command.ProcessRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** A host whose datadir is a logical volume of its own; inside the machine of dev/lvm-vm. */
final class LvmHost {
  private static final String GROUP = "vg0";
  private static final ProcessRunner COMMANDS = new ProcessRunner(false);

  private LvmHost() {}

  /** Puts a volume where the host's datadir is, and lets its agent use the LVM plugin. */
  static void make(AgentHost host, Map<String, Object> lvmSettings)
      throws IOException, InterruptedException {
    run("vgcreate", "-qq", GROUP, "/dev/vda");
    run("lvcreate", "-qq", "--yes", "-n", "mysql", "-L", "600M", GROUP);
    run("mkfs.xfs", "-q", "/dev/vg0/mysql");
    run("mount", "/dev/vg0/mysql", host.datadir().toString());
    Files.setPosixFilePermissions(
        host.datadir(), java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    host.with("SnapshotVolumesFilter", "-mysql-snapshot-");
    host.with("VerifyDirectory", host.folder().resolve("verify").toString());
    host.with(
        "Plugins",
        Map.of(
            "Enabled",
            List.of("outbrain-lvm", "commands", "netcat"),
            "Settings",
            Map.of("outbrain-lvm", lvmSettings)));
  }

  static String run(String... command) throws InterruptedException {
    return COMMANDS
        .run(Command.of(List.of(command)).with("LVM_SUPPRESS_FD_WARNINGS", "1"))
        .stdout();
  }

  /** Takes the volumes away again. */
  static void remove(AgentHost host) throws InterruptedException {
    CommandResult unused = COMMANDS.tryRun(Command.of("umount", host.datadir().toString()));
    run("vgremove", "-qq", "-ff", "--yes", GROUP);
  }
}

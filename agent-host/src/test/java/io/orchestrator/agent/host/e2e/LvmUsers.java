package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.command.ProcessRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The LVM plugin for an agent that does not run as root; inside the machine, {@link LvmIT}. */
class LvmUsers {
  private static final Path SUDOERS = Path.of("/etc/sudoers.d/orchestrator-agent");

  private static Path folder;
  private static AgentHost host;

  @BeforeAll
  static void makeHost() throws Exception {
    folder = Files.createTempDirectory("users");
    host = new AgentHost(folder.resolve("host"), "127.0.0.3");
    LvmHost.make(host, Map.of("SnapshotSize", "64M"));
    host.with("AgentsServer", "http://127.0.0.1:1");
    LvmHost.run("lvcreate", "-qq", "-s", "-L", "16M", "-n", "a-mysql-snapshot-1", "vg0/mysql");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    LvmHost.run("chown", "-R", "mysql:mysql", host.folder().toString());
  }

  @AfterAll
  static void removeHost() throws Exception {
    Files.deleteIfExists(SUDOERS);
    LvmHost.remove(host);
  }

  @Test
  void saysWhatAnOrdinaryUserLacks() throws Exception {
    host.with("ExecWithSudo", false);

    CommandResult run = asMySql("plugins", "list");

    assertThat(run.stdout()).contains("lvm").contains("unusable").contains("ExecWithSudo");
  }

  @Test
  void saysWhatSudoDoesNotAllow() throws Exception {
    Files.deleteIfExists(SUDOERS);
    host.with("ExecWithSudo", true);

    CommandResult run = asMySql("plugins", "list");

    assertThat(words(run)).contains("unusable").contains("let sudo start lvs");
  }

  @Test
  void worksWithSudo() throws Exception {
    Files.writeString(
        SUDOERS,
        "Cmnd_Alias AGENT = "
            + Stream.of("lvs", "lvchange", "lvremove", "lvcreate", "mount", "umount", "blkid", "du")
                .map(LvmUsers::program)
                .reduce((one, next) -> one + ", " + next)
                .orElseThrow()
            + "\nmysql ALL=(root) NOPASSWD: AGENT\n");
    Files.setPosixFilePermissions(SUDOERS, PosixFilePermissions.fromString("r--r-----"));
    host.with("ExecWithSudo", true);

    assertThat(words(asMySql("plugins", "list")))
        .contains("usable: 2 logical volumes, 1 of them snapshots to seed from");
  }

  /** What it said, however the lines are wrapped. */
  private static String words(CommandResult run) {
    return run.stdout().replaceAll("\\s+", " ");
  }

  private static String program(String name) {
    return new ProcessRunner(false).find(name).orElseThrow().toString();
  }

  private static CommandResult asMySql(String... arguments) throws Exception {
    Path configuration = host.writeConfiguration();
    LvmHost.run("chown", "mysql", configuration.toString());
    return new ProcessRunner(false)
        .tryRun(
            Command.of(
                    Stream.concat(
                            Stream.of(
                                "setpriv",
                                "--reuid=mysql",
                                "--regid=mysql",
                                "--clear-groups",
                                PackagedAgent.launcher().toString(),
                                "--config=" + configuration),
                            List.of(arguments).stream())
                        .toList())
                .in(host.folder())
                .within(Duration.ofMinutes(2)));
  }
}

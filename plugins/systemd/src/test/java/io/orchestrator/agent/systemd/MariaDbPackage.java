package io.orchestrator.agent.systemd;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.command.ProcessRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/** Debian's MariaDB as it is installed, in a machine that is thrown away. */
final class MariaDbPackage {
  static final Path DATADIR = Path.of("/var/lib/mysql");
  private static final Path DAMAGE = Path.of("/etc/mysql/mariadb.conf.d/99-damage.cnf");
  private static final Path DEFAULTS = Path.of("/etc/default/mariadb");

  private MariaDbPackage() {}

  /** With little data, and without what the package does after each start: the machine is slow. */
  static void makeSmall() throws IOException, InterruptedException {
    if (Files.exists(DATADIR.resolve("small"))) {
      return;
    }
    Files.writeString(
        DAMAGE.resolveSibling("99-small.cnf"),
        """
        [mysqld]
        innodb_log_file_size=8M
        innodb_buffer_pool_size=16M
        performance_schema=off
        """);
    executable(Path.of("/etc/mysql/debian-start"), "#!/bin/sh\n");
    run("bash", "-c", "rm -rf " + DATADIR + " && install -d -o mysql -g mysql " + DATADIR);
    run("mariadb-install-db", "--user=mysql", "--skip-test-db");
    Files.createFile(DATADIR.resolve("small"));
  }

  /** From now on the server does not come up, and its init script does not wait long for it. */
  static void damage() throws IOException {
    Files.writeString(DAMAGE, "[mysqld]\nno-such-option=1\n");
    Files.writeString(DEFAULTS, "MYSQLD_STARTUP_TIMEOUT=3\n");
  }

  static void mend() throws IOException {
    Files.deleteIfExists(DAMAGE);
    Files.deleteIfExists(DEFAULTS);
  }

  static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  static void run(String... line) throws InterruptedException {
    new ProcessRunner(false).run(Command.of(List.of(line)).within(Duration.ofMinutes(3)));
  }
}

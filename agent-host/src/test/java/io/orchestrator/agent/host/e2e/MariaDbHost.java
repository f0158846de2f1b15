package io.orchestrator.agent.host.e2e;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.mariadb.MariaDbServer;
import io.orchestrator.agent.testkit.mariadb.PrivateMariaDb;
import io.orchestrator.agent.testkit.seed.UnusedPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real MariaDB server in the place of a host's fake one. The agent finds out by itself where its
 * data is, and starts and stops it by scripts.
 */
final class MariaDbHost implements MariaDbServer {
  private final ProcessRunner commands = new ProcessRunner(false);
  private final AgentHost host;
  private final int port = UnusedPort.find();

  /** Makes a datadir and writes the option file; the server does not run. */
  MariaDbHost(AgentHost host, int serverId) throws IOException, InterruptedException {
    this.host = host;
    PrivateMariaDb.install(host.datadir());
    Files.writeString(
        host.optionFile(),
        """
        [mysqld]
        user=%s
        datadir=%s
        socket=%s
        pid-file=%s
        tmpdir=%s
        port=%d
        bind-address=%s
        log-error=%s
        log-bin=binary
        relay-log=relay
        server-id=%d
        innodb-buffer-pool-size=16M
        innodb-log-file-size=4M
        key-buffer-size=1M
        aria-pagecache-buffer-size=1M
        """
            .formatted(
                System.getProperty("user.name"),
                host.datadir(),
                socket(),
                pidFile(),
                host.folder(),
                port,
                host.name(),
                host.errorLog(),
                serverId));
    host.without("MySQLDatadirCommand");
    host.with("MySQLServiceStatusCommand", admin("ping"));
    host.with("MySQLServiceStartCommand", startCommand());
    host.with("MySQLServiceStopCommand", admin("shutdown"));
  }

  private Path socket() {
    return host.folder().resolve("sock");
  }

  private Path pidFile() {
    return host.folder().resolve("mariadb.pid");
  }

  int port() {
    return port;
  }

  private String startCommand() {
    return "setsid mariadbd --defaults-file="
        + host.optionFile()
        + " < /dev/null > /dev/null 2>&1 &";
  }

  private String admin(String command) {
    return "mariadb-admin --no-defaults --user=root --socket=" + socket() + " " + command;
  }

  /** Without the agent; returns when it answers. */
  void start() throws InterruptedException {
    commands.run(
        Command.shell(
                startCommand()
                    + " for ((i = 0; i < 600; i++)); do "
                    + admin("ping")
                    + " && exit; sleep 0.1; done; exit 1")
            .leavingDaemon());
  }

  /** Without the agent; does nothing if it does not run. */
  void stop() throws InterruptedException {
    commands.tryRun(Command.shell(admin("shutdown")));
  }

  /** As the kernel that is out of memory does; returns when it is gone. */
  void kill() throws Exception {
    long pid = Long.parseLong(Files.readString(pidFile()).strip());
    ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
    server.destroyForcibly();
    server.onExit().get(1, TimeUnit.MINUTES);
  }

  @Override
  public List<String> clientCommand() {
    return List.of("mariadb", "--no-defaults", "--user=root", "--socket=" + socket());
  }

  /** A snapshot of the stopped server's data. */
  void takeSnapshot(Path snapshot) throws InterruptedException {
    commands.run(Command.of("cp", "-a", host.datadir().toString(), snapshot.toString()));
  }
}

package io.orchestrator.agent.host.verify;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.host.config.VerifyConfig;
import io.orchestrator.agent.host.mysql.LiveServer;
import io.orchestrator.agent.host.snapshot.DisposableMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The steps of one verification, one after another. */
final class VerifyRun {
  private final VerifyConfig config;
  private final DisposableMount mount;
  private final LiveServer live;
  private final CommandRunner commands;

  VerifyRun(VerifyConfig config, DisposableMount mount, LiveServer live, CommandRunner commands) {
    this.config = config;
    this.mount = mount;
    this.live = live;
    this.commands = commands;
  }

  /**
   * Verifies a snapshot. Nothing is mounted or left when it returns or throws, but for processes of
   * {@code commands}.
   *
   * @throws BadSnapshotException if the snapshot is not good
   * @throws AgentException if that can't be found out
   */
  void run(String snapshot, TableCheck.Depth depth, Verification course)
      throws InterruptedException {
    PrivateServerPrograms programs = PrivateServerPrograms.find(commands, live.process());
    course.server(programs.server());
    makeDirectory();
    Path copy = mount.mount(snapshot);
    List<String> arguments =
        new ArrayList<>(PrivateServerOptions.arguments(live.options(), live.datadir(), copy));
    arguments.addAll(CopiedBinaryLog.arguments(live.options(), live.datadir(), copy));
    arguments.add("--datadir=" + copy);
    arguments.add("--innodb-buffer-pool-size=" + config.bufferPoolMegabytes() + "M");
    UserPrincipal owner = owner(copy);
    arguments.add("--user=" + owner.getName());
    Path folder = privateFolder(owner);
    course.phase("starting the server: InnoDB recovers");
    long begun = System.nanoTime();
    try (PrivateServer server = PrivateServer.start(commands, programs, folder, arguments)) {
      server.awaitReady();
      course.recovered(Duration.ofNanos(System.nanoTime() - begun));
      course.phase(depth == TableCheck.Depth.OPEN ? "opening tables" : "checking tables");
      look(new TableCheck(commands, server, script(), depth), course);
      course.phase("shutting the server down");
      server.shutDown();
      requireNoErrors(server, course);
    }
  }

  private static void look(TableCheck check, Verification course) throws InterruptedException {
    check.run();
    course.checked(check.looked(), check.bad());
  }

  private static void requireNoErrors(PrivateServer server, Verification course) {
    List<String> errors = server.innodbErrors();
    if (!errors.isEmpty()) {
      throw new BadSnapshotException("InnoDB has found errors: " + errors.get(0).strip());
    }
    List<String> bad = course.view().badTables();
    if (!bad.isEmpty()) {
      throw new BadSnapshotException(bad.size() + " tables are not good: " + bad.get(0));
    }
  }

  private void makeDirectory() {
    try {
      Files.createDirectories(config.directory());
      Files.setPosixFilePermissions(
          config.directory(), PosixFilePermissions.fromString("rwx--x--x"));
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not make " + config.directory() + ": " + e + "; set VerifyDirectory",
          e);
    }
  }

  private static UserPrincipal owner(Path copy) {
    try {
      UserPrincipal owner = Files.getOwner(copy.resolve("ibdata1"), LinkOption.NOFOLLOW_LINKS);
      String self = System.getProperty("user.name");
      if (!self.equals("root") && !self.equals(owner.getName())) {
        throw new AgentException(
            ErrorCode.PERMISSION_DENIED,
            "Can't verify: the data belongs to "
                + owner.getName()
                + ", so the agent must run as root or as that user");
      }
      return owner;
    } catch (IOException e) {
      throw new AgentException(ErrorCode.IO_FAILED, "Could not look into the copy: " + e, e);
    }
  }

  /** Empty, and closed to everybody but the server's user. */
  private Path privateFolder(UserPrincipal owner) {
    Path folder = config.directory().resolve("server");
    try {
      delete(folder);
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      if (!Files.getOwner(folder).equals(owner)) {
        Files.setOwner(folder, owner);
      }
      return folder;
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Could not make the private server's folder " + folder + ": " + e,
          e);
    }
  }

  /** Not in the server's own folder, where it could be a link by the time it is written. */
  private Path script() {
    return config.directory().resolve("tables.sql");
  }

  /** Takes away the copy and the files of the server. */
  void cleanUp() throws InterruptedException {
    mount.unmount();
    Path folder = config.directory().resolve("server");
    try {
      delete(folder);
      Files.deleteIfExists(script());
    } catch (IOException e) {
      throw new AgentException(
          ErrorCode.IO_FAILED, "Could not delete " + folder + ": " + e + "; delete it by hand", e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}

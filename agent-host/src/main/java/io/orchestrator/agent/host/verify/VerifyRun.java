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
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The steps of one verification, one after another. */
final class VerifyRun {
  private final VerifyConfig config;
  private final DisposableMount mount;
  private final LiveServer live;
  private final CommandRunner commands;
  private final PrivateFolder own;

  VerifyRun(VerifyConfig config, DisposableMount mount, LiveServer live, CommandRunner commands) {
    this.config = config;
    this.mount = mount;
    this.live = live;
    this.commands = commands;
    this.own = new PrivateFolder(config.directory());
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
    own.makeParent();
    Path copy = mount.mount(snapshot);
    CopiedFiles.requireNothingOutside(copy);
    List<String> options =
        new ArrayList<>(PrivateServerOptions.arguments(live.options(), live.datadir(), copy));
    CopiedBinaryLog binaryLog =
        new CopiedBinaryLog(live.options(), live.logBaseName(), live.datadir(), copy);
    options.addAll(binaryLog.options());
    options.add("innodb-buffer-pool-size=" + config.bufferPoolMegabytes() + "M");
    UserPrincipal owner = owner(copy);
    own.make(owner);
    course.phase("starting the server: InnoDB recovers");
    long begun = System.nanoTime();
    try (PrivateServer server =
        PrivateServer.start(commands, programs, own, owner, copy, options)) {
      awaitReady(server, binaryLog);
      course.recovered(Duration.ofNanos(System.nanoTime() - begun));
      course.phase(depth == TableCheck.Depth.OPEN ? "opening tables" : "checking tables");
      look(new TableCheck(commands, server, own.script(), depth), course);
      course.phase("shutting the server down");
      server.shutDown();
      requireNoErrors(server, course);
    }
  }

  private static void awaitReady(PrivateServer server, CopiedBinaryLog binaryLog)
      throws InterruptedException {
    try {
      server.awaitReady();
    } catch (BadSnapshotException e) {
      String why = String.valueOf(e.getMessage());
      if (binaryLog.isElsewhere()
          && why.toLowerCase(Locale.ROOT).contains("prepared transaction")) {
        throw new BadSnapshotException(
            why
                + "; the binary log is outside of the datadir, so a snapshot has it not: a server"
                + " needs it to recover from transactions that were being committed");
      }
      throw e;
    }
  }

  private static void look(TableCheck check, Verification course) throws InterruptedException {
    try {
      check.run();
    } finally {
      course.checked(check.looked(), check.bad());
    }
  }

  private static void requireNoErrors(PrivateServer server, Verification course) {
    List<String> bad = course.view().badTables();
    Optional<HostFault> fault =
        server.fault().or(() -> bad.stream().flatMap(it -> HostFault.in(it).stream()).findFirst());
    if (fault.isPresent()) {
      throw fault.get().failure("the server reported errors");
    }
    List<String> errors = server.innodbErrors();
    if (!errors.isEmpty()) {
      throw new BadSnapshotException("InnoDB has found errors: " + errors.get(0));
    }
    if (!bad.isEmpty()) {
      throw new BadSnapshotException(bad.size() + " tables are not good: " + bad.get(0));
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

  /** Takes away the copy and the files of the server. */
  void cleanUp() throws InterruptedException {
    mount.unmount();
    own.delete();
  }
}

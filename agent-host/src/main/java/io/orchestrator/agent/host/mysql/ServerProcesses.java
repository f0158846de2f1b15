package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MySQL and MariaDB servers that run on this host, from /proc. Asked anew at each call. */
public final class ServerProcesses {
  private static final Logger log = LoggerFactory.getLogger(ServerProcesses.class);
  private static final Set<String> PROGRAMS = Set.of("mysqld", "mysqld-debug", "mariadbd");

  /** Shell scripts that start a server again whenever it has not ended in good order. */
  private static final Set<String> SUPERVISORS = Set.of("mysqld_safe", "mariadbd-safe");

  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash");

  /**
   * With one of these a server's program tells of itself and ends; the agent runs it so as well.
   */
  private static final Set<String> TELLING = Set.of("--version", "-V", "--help", "-?");

  /** It, a shell for the log, the script, and whatever started that. */
  private static final int MOST_ANCESTORS = 5;

  private static final Pattern NUL = Pattern.compile("\0");
  private static final int MAX_ARGUMENT_BYTES = 1 << 20;
  private static final Path USUAL_DATADIR = Path.of("/var/lib/mysql");

  private final Path proc;
  private final OptionFiles optionFiles;

  /** Looks into this host's /proc. */
  @Inject
  public ServerProcesses(OptionFiles optionFiles) {
    this(Path.of("/proc"), optionFiles);
  }

  ServerProcesses(Path proc, OptionFiles optionFiles) {
    this.proc = proc;
    this.optionFiles = optionFiles;
  }

  /**
   * All servers, those that are about to end included.
   *
   * @throws AgentException {@code IO_FAILED} if /proc can't be read
   */
  public List<ServerProcess> all() {
    return all(ServerProcesses::server);
  }

  private interface Kind {
    /** The process if it is of this kind. */
    Optional<ServerProcess> find(Path process) throws IOException;
  }

  private List<ServerProcess> all(Kind kind) {
    List<ServerProcess> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[1-9]*")) {
      for (Path process : processes) {
        find(kind, process).ifPresent(found::add);
      }
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Looking for running MySQL servers in " + proc + " failed: " + failed,
          failed);
    }
    return List.copyOf(found);
  }

  private static Optional<ServerProcess> find(Kind kind, Path process) {
    try {
      return kind.find(process);
    } catch (IOException | UncheckedIOException | NumberFormatException gone) {
      // It ended while we looked, or is no process at all.
      return Optional.empty();
    }
  }

  /**
   * A server that uses this data directory, or else the script that is about to start one there: a
   * server that crashes over and over does not run most of the time.
   *
   * @throws AgentException as {@link #serving}
   */
  public Optional<ServerProcess> using(Path datadir) {
    Optional<ServerProcess> server = serving(datadir);
    return server.isPresent() ? server : supervising(datadir);
  }

  private Optional<ServerProcess> supervising(Path datadir) {
    List<ServerProcess> scripts = all(ServerProcesses::supervisor);
    if (scripts.isEmpty()) {
      return Optional.empty();
    }
    // Whose server runs has told by that which datadir it is for.
    Set<Long> busy = all().stream().flatMap(this::ancestors).collect(Collectors.toSet());
    return scripts.stream()
        .filter(script -> !busy.contains(script.pid()) && !isInContainer(script))
        .filter(script -> startsIn(script, datadir))
        .findFirst();
  }

  private Stream<Long> ancestors(ServerProcess server) {
    return Stream.iterate(server.pid(), pid -> pid > 1, this::parent).limit(MOST_ANCESTORS);
  }

  /** 0 if it has ended. */
  private long parent(long pid) {
    try {
      String stat = Files.readString(proc.resolve(pid + "/stat"));
      return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 3)[1]);
    } catch (IOException | RuntimeException gone) {
      return 0;
    }
  }

  private boolean startsIn(ServerProcess script, Path datadir) {
    try {
      return isNamed(datadir, configured(script));
    } catch (AgentException unreadable) {
      log.debug("Process {} is for an unknown datadir: {}", script.pid(), unreadable.getMessage());
      return false;
    }
  }

  /** Whose data may be below the same path, which is another folder there. */
  private boolean isInContainer(ServerProcess process) {
    Path root = proc.resolve(process.pid() + "/root");
    return Files.exists(root) && !isSame(root, Path.of("/"));
  }

  /**
   * A server that uses this data directory: it works there, names it on its command line, or holds
   * the lock on its InnoDB system tablespace. Where the agent does not see it at work, since it may
   * not or since the server is just starting, the server's option files decide.
   *
   * @throws AgentException as {@link #all}, and if the option files can't be read where they decide
   */
  public Optional<ServerProcess> serving(Path datadir) {
    List<ServerProcess> servers = all();
    Optional<ServerProcess> user =
        servers.stream().filter(server -> uses(server, datadir)).findFirst();
    return user.isPresent() ? user : lockHolder(servers, datadir);
  }

  private static Optional<ServerProcess> server(Path process) throws IOException {
    List<String> commandLine = commandLine(process);
    String program =
        commandLine.isEmpty()
            ? Files.readString(process.resolve("comm")).strip()
            : program(commandLine.get(0));
    if (!PROGRAMS.contains(program)
        || (commandLine.isEmpty()
            ? isZombie(process)
            : commandLine.stream().anyMatch(TELLING::contains))) {
      return Optional.empty();
    }
    ServerOptions arguments =
        commandLine.isEmpty()
            ? ServerOptions.none()
            : ServerOptions.ofArguments(commandLine.subList(1, commandLine.size()));
    return Optional.of(new ServerProcess(pid(process), arguments, workingDirectory(process)));
  }

  private static Optional<ServerProcess> supervisor(Path process) throws IOException {
    List<String> commandLine = commandLine(process);
    if (commandLine.size() < 2
        || !SHELLS.contains(program(commandLine.get(0)))
        || !SUPERVISORS.contains(program(commandLine.get(1)))) {
      return Optional.empty();
    }
    ServerOptions arguments = ServerOptions.ofArguments(commandLine.subList(2, commandLine.size()));
    return Optional.of(new ServerProcess(pid(process), arguments, Optional.empty()));
  }

  private static String program(String argument) {
    return argument.substring(argument.lastIndexOf('/') + 1);
  }

  private static long pid(Path process) {
    return Long.parseLong(process.getFileName().toString());
  }

  /** Empty for a kernel thread and for a process that is about to end. */
  private static List<String> commandLine(Path process) throws IOException {
    try (InputStream in = Files.newInputStream(process.resolve("cmdline"))) {
      String text = new String(in.readNBytes(MAX_ARGUMENT_BYTES), StandardCharsets.UTF_8);
      return text.isEmpty() ? List.of() : NUL.splitAsStream(text).toList();
    }
  }

  private static boolean isZombie(Path process) throws IOException {
    String stat = Files.readString(process.resolve("stat"));
    return stat.startsWith(") Z", stat.lastIndexOf(')'));
  }

  private static Optional<Path> workingDirectory(Path process) {
    try {
      // Until it has read its options it is wherever it was started. Through the link in /proc,
      // for in a container the path means another folder.
      Path link = process.resolve("cwd");
      return Optional.of(link.toRealPath()).filter(folder -> Files.exists(link.resolve("ibdata1")));
    } catch (IOException hidden) {
      return Optional.empty();
    }
  }

  private boolean uses(ServerProcess server, Path datadir) {
    // Through the link in /proc, which also leads into the file systems of containers.
    if (isSame(proc.resolve(server.pid() + "/cwd"), datadir)) {
      return true;
    }
    return server.workingDirectory().isEmpty()
        ? isNamed(datadir, configured(server))
        : server.arguments().find("datadir").filter(named -> isNamed(datadir, named)).isPresent();
  }

  private String configured(ServerProcess process) {
    ServerOptions arguments = process.arguments();
    return arguments
        .find("datadir")
        .or(() -> optionFiles.behind(arguments).find("datadir"))
        .orElse(USUAL_DATADIR.toString());
  }

  private static boolean isNamed(Path datadir, String name) {
    Path path = Path.of(name);
    return path.isAbsolute() && isSame(path, datadir);
  }

  static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException unseen) {
      return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }
  }

  private Optional<ServerProcess> lockHolder(List<ServerProcess> servers, Path datadir) {
    try {
      OptionalLong holder = FileLocks.holder(proc.resolve("locks"), datadir.resolve("ibdata1"));
      if (holder.isEmpty()) {
        return Optional.empty();
      }
      long pid = holder.getAsLong();
      return servers.stream()
          .filter(server -> server.pid() == pid)
          .findFirst()
          .or(() -> Optional.of(new ServerProcess(pid, ServerOptions.none(), Optional.empty())));
    } catch (NoSuchFileException | AccessDeniedException unseen) {
      return Optional.empty();
    } catch (IOException failed) {
      throw new AgentException(
          ErrorCode.IO_FAILED,
          "Looking for a server that uses " + datadir + " failed: " + failed,
          failed);
    }
  }
}

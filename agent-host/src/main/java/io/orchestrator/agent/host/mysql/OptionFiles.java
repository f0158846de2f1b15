package io.orchestrator.agent.host.mysql;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The option files of the server, read in its order and by its rules. */
public final class OptionFiles {
  private static final List<Path> USUAL =
      List.of(Path.of("/etc/my.cnf"), Path.of("/etc/mysql/my.cnf"), Path.of("/usr/etc/my.cnf"));

  private final List<Path> usual;

  /** Reads the usual files. */
  @Inject
  public OptionFiles() {
    this(USUAL);
  }

  OptionFiles(List<Path> usual) {
    this.usual = usual;
  }

  /**
   * What a server reads that is started with this defaults file, or with none.
   *
   * @throws AgentException {@code INVALID_CONFIGURATION} if the defaults file does not exist or one
   *     of the files is not plausible, {@code PERMISSION_DENIED} if one may not be read
   */
  public ServerOptions read(Optional<Path> defaultsFile) {
    return read(defaultsFile, Optional.empty(), "");
  }

  /**
   * All options of a server that was started with these arguments: those of the files that they
   * name, or of the usual ones, and the arguments themselves, which win.
   *
   * @throws AgentException as {@link #read}
   */
  public ServerOptions behind(ServerOptions arguments) {
    if (arguments.find("no-defaults").isPresent()) {
      return arguments;
    }
    return read(
            arguments.find("defaults-file").map(Path::of),
            arguments.find("defaults-extra-file").map(Path::of),
            arguments.find("defaults-group-suffix").orElse(""))
        .overriddenBy(arguments);
  }

  private ServerOptions read(Optional<Path> only, Optional<Path> extra, String groupSuffix) {
    OptionFileReader reader = new OptionFileReader(groupSuffix);
    if (only.isPresent()) {
      reader.read(existing(only.get()));
    } else {
      usual.forEach(reader::read);
      extra.ifPresent(file -> reader.read(existing(file)));
    }
    return reader.options();
  }

  private static Path existing(Path file) {
    if (Files.notExists(file)) {
      throw new AgentException(
          ErrorCode.INVALID_CONFIGURATION,
          "Reading the MySQL server's options: there is no file "
              + file
              + "; mend MySQLDefaultsFile or the server's --defaults-file");
    }
    return file;
  }
}

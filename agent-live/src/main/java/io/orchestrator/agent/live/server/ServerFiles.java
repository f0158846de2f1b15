package io.orchestrator.agent.live.server;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.command.RunningCommand;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder of files in a private server's own, where they go away with it. The server's user writes
 * and reads them: he can exchange the folder, and root would follow links that he puts there.
 */
public final class ServerFiles {
  private final CommandRunner commands;
  private final ServerUser user;
  private final PrivateServer server;
  private final Path folder;

  ServerFiles(CommandRunner commands, ServerUser user, PrivateServer server, Path folder) {
    this.commands = commands;
    this.user = user;
    this.server = server;
    this.folder = folder;
  }

  /** The folder, for programs of the server's user. */
  public Path path() {
    return folder;
  }

  /** Begins to write a file, which must not be there. */
  public ClientFeed write(String name) {
    Path file = folder.resolve(name);
    RunningCommand writer = start("dd", "of=" + file, "bs=256k", "conv=excl", "status=none");
    return new ClientFeed(server, "write " + file, writer, line -> {});
  }

  /**
   * Reads a file.
   *
   * @return what is in it; at its end it throws an {@link AgentException} if that is not all
   */
  public InputStream read(String name) {
    Path file = folder.resolve(name);
    return new Whole(file, start("cat", "--", file.toString()));
  }

  private RunningCommand start(String program, String... arguments) {
    List<String> line = new ArrayList<>(List.of(program));
    line.addAll(List.of(arguments));
    return commands.start(Command.of(user.line(line)).with("LC_ALL", "C").withoutLimit());
  }

  private static final class Whole extends FilterInputStream {
    private final Path file;
    private final RunningCommand reader;

    Whole(Path file, RunningCommand reader) {
      super(reader.stdout());
      this.file = file;
      this.reader = reader;
    }

    @Override
    public int read() throws IOException {
      return unlessCut(super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return unlessCut(super.read(bytes, offset, length));
    }

    private int unlessCut(int read) throws IOException {
      if (read < 0) {
        requireGoodEnd();
      }
      return read;
    }

    private void requireGoodEnd() throws IOException {
      try {
        CommandResult end = reader.waitFor();
        if (!end.succeeded()) {
          throw end.failure("read " + file, "cat");
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("reading " + file + " was interrupted");
      }
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}

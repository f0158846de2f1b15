package io.orchestrator.agent.live.server;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.RunningCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Statements on their way into a private server, through its client. For one thread. */
public final class ClientFeed implements AutoCloseable {
  private final PrivateServer server;
  private final String what;
  private final RunningCommand client;
  private final Thread output;

  ClientFeed(PrivateServer server, String what, RunningCommand client, Consumer<String> lines) {
    this.server = server;
    this.what = what;
    this.client = client;
    this.output = new Thread(() -> read(lines), "private-server-client");
    output.setDaemon(true);
    output.start();
  }

  private void read(Consumer<String> lines) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(client.stdout(), StandardCharsets.UTF_8))) {
      reader.lines().forEach(lines);
    } catch (IOException | UncheckedIOException ended) {
      // How the client has ended tells more.
    }
  }

  /**
   * Writes statements.
   *
   * @throws AgentException if the client has ended, which it does at the first error
   */
  public void write(byte[] bytes, int offset, int length) throws InterruptedException {
    try {
      client.stdin().write(bytes, offset, length);
    } catch (IOException gone) {
      throw failure(client.waitFor());
    }
  }

  /** Writes statements. */
  public void write(String statements) throws InterruptedException {
    byte[] bytes = statements.getBytes(StandardCharsets.UTF_8);
    write(bytes, 0, bytes.length);
  }

  /**
   * Waits until all of them have been run.
   *
   * @throws AgentException if one has failed
   */
  public void finish() throws InterruptedException {
    try {
      client.stdin().close();
    } catch (IOException gone) {
      throw failure(client.waitFor());
    }
    CommandResult end = client.waitFor();
    if (!end.succeeded()) {
      throw failure(end);
    }
    output.join();
  }

  private AgentException failure(CommandResult end) {
    return server.failure("load " + what + " into the new datadir", end);
  }

  @Override
  public void close() {
    client.close();
  }
}

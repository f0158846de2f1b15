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

/** Statements that are on their way to the client of a private server. For one thread. */
public final class ClientFeed implements AutoCloseable {
  private final PrivateServer server;
  private final String attempt;
  private final RunningCommand client;
  private final Thread output;

  /**
   * Feeds a program.
   *
   * @param attempt as in "Could not …"
   */
  ClientFeed(PrivateServer server, String attempt, RunningCommand client, Consumer<String> lines) {
    this.server = server;
    this.attempt = attempt;
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
   * Writes.
   *
   * @throws AgentException if the program has ended, which it does at the first error
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
   * Waits until all statements have been run.
   *
   * @throws AgentException if that has failed
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
    return server.failure(attempt, end);
  }

  @Override
  public void close() {
    client.close();
  }
}

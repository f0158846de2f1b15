package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.mariadb.PrivateMariaDb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client that inserts all the time, a few hundred rows a second. */
final class Writer implements AutoCloseable {
  private final RunningCommand client;
  private final Thread thread;

  Writer(PrivateMariaDb server) {
    List<String> line = new ArrayList<>(server.clientCommand());
    line.add("--batch");
    client = new ProcessRunner(false).start(Command.of(line).withoutLimit());
    thread = new Thread(this::write, "test-writer");
    thread.setDaemon(true);
    thread.start();
  }

  private void write() {
    byte[] insert =
        ("INSERT INTO "
                + SampleData.WRITTEN
                + " (text, data) VALUES (UUID(), UNHEX(MD5(RAND())));\n")
            .getBytes(StandardCharsets.UTF_8);
    try {
      while (true) {
        client.stdin().write(insert);
        client.stdin().flush();
        TimeUnit.MILLISECONDS.sleep(3);
      }
    } catch (IOException | InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
      client.stdin().close();
      CommandResult result = client.waitFor();
      if (!result.succeeded()) {
        throw new IllegalStateException("the writer failed: " + result.stderr());
      }
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException("the writer did not end well", failed);
    } finally {
      client.close();
    }
  }
}

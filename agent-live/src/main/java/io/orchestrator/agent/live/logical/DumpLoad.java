package io.orchestrator.agent.live.logical;

import io.orchestrator.agent.live.client.ServerVersion;
import io.orchestrator.agent.live.server.ClientFeed;
import io.orchestrator.agent.live.server.PrivateServer;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;

/** Loads dumps into a private server as they arrive. */
public final class DumpLoad {
  private static final int BUFFER = 256 * 1024;

  private final PrivateServer server;
  private final Progress progress;

  private interface Witness {
    void note(byte[] bytes, int offset, int length);
  }

  /** Loads into this server. */
  public DumpLoad(PrivateServer server, Progress progress) {
    this.server = server;
    this.progress = progress;
  }

  /**
   * Loads a dump of databases.
   *
   * @param rows sees it pass
   * @param tables is told the table that passes by, in backquotes
   */
  public void databases(InputStream dump, DumpRows rows, Consumer<String> tables)
      throws IOException, InterruptedException {
    load(
        dump,
        "the dump",
        "",
        (bytes, offset, length) -> {
          String before = rows.table();
          rows.note(bytes, offset, length);
          if (!rows.table().equals(before)) {
            tables.accept(rows.table().replaceAll("\\p{Cntrl}", "?"));
          }
        });
  }

  /**
   * Loads a dump of which no rows are counted.
   *
   * @param what it is, for messages
   */
  public void other(InputStream dump, String what) throws IOException, InterruptedException {
    load(dump, what, "", (bytes, offset, length) -> {});
  }

  /** Loads a dump of the time zones, ahead of all that may be made under the name of one. */
  public void timeZones(InputStream dump) throws IOException, InterruptedException {
    rows(dump, "time zones", SystemTables.timeZones());
  }

  /**
   * Loads a dump of the rows of the other system tables, into a server of this version. What the
   * server had in them goes.
   */
  public void systemTables(InputStream dump, ServerVersion version)
      throws IOException, InterruptedException {
    rows(dump, "accounts and other system tables", SystemTables.of(version));
  }

  private void rows(InputStream dump, String what, List<String> tables)
      throws IOException, InterruptedException {
    load(
        dump,
        what,
        SystemTables.emptying(tables) + "USE " + SystemTables.SCHEMA + ";\n",
        (bytes, offset, length) -> {});
  }

  private void load(InputStream dump, String what, String first, Witness witness)
      throws IOException, InterruptedException {
    try (ClientFeed feed = server.feed(what, line -> {})) {
      feed.write(first);
      byte[] buffer = new byte[BUFFER];
      for (int read = dump.read(buffer); read >= 0; read = dump.read(buffer)) {
        witness.note(buffer, 0, read);
        feed.write(buffer, 0, read);
        progress.bytes(read);
      }
      feed.finish();
    }
  }
}

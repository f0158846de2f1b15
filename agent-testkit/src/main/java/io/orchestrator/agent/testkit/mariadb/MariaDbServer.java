package io.orchestrator.agent.testkit.mariadb;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.command.ProcessRunner;
import java.util.ArrayList;
import java.util.List;

/** A MariaDB server that a test talks to, as root. */
public interface MariaDbServer {
  /** The client's command line up to the database, without a password. */
  List<String> clientCommand();

  /**
   * Runs statements.
   *
   * @param statements with semicolons between them
   * @return result rows, columns separated by tabs, without headings
   */
  default String sql(String statements) throws InterruptedException {
    List<String> client = new ArrayList<>(clientCommand());
    client.addAll(List.of("--batch", "--skip-column-names", "--execute=" + statements));
    return new ProcessRunner(false).run(Command.of(client)).stdout();
  }
}

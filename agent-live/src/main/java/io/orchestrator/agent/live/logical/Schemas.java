package io.orchestrator.agent.live.logical;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.live.client.ServerClient;
import io.orchestrator.agent.live.client.ServerVersion;
import java.util.ArrayList;
import java.util.List;

/** The databases that the users of a server have made. */
public final class Schemas {
  /** How servers call a folder in the datadir that is no database, such as lost+found. */
  private static final String FOLDER = "#mysql50#";

  private final ServerClient client;
  private final OwnSchemas own;
  private final List<String> names;

  private Schemas(ServerClient client, OwnSchemas own, List<String> names) {
    this.client = client;
    this.own = own;
    this.names = names;
  }

  /**
   * Asks for them.
   *
   * @param version the server's
   * @throws AgentException {@code UNSUPPORTED} if there is none, or if one can't be an argument
   */
  public static Schemas of(ServerClient client, ServerVersion version) throws InterruptedException {
    OwnSchemas own = OwnSchemas.of(version);
    List<String> names = ask(client, own);
    if (names.isEmpty()) {
      throw new AgentException(
          ErrorCode.UNSUPPORTED,
          "The server has no databases but its own, or the account for seeds sees none: there is"
              + " nothing to seed");
    }
    names.forEach(OwnSchemas::requireOther);
    return new Schemas(client, own, names.stream().map(NativeNames::require).toList());
  }

  private static List<String> ask(ServerClient client, OwnSchemas own) throws InterruptedException {
    return client.rows("SHOW DATABASES").stream()
        .map(row -> row.get(0))
        .filter(name -> !own.has(name))
        .filter(name -> !name.startsWith(FOLDER))
        .sorted()
        .toList();
  }

  /** Their names. */
  public List<String> names() {
    return names;
  }

  /** The last arguments of a dump of them. */
  public List<String> arguments() {
    // What a database is called must not be taken for an option.
    List<String> arguments = new ArrayList<>(List.of("--databases", "--"));
    arguments.addAll(names);
    return arguments;
  }

  /**
   * Requires that they are still the same: a dump does not see one that is made while it runs, and
   * neither would a replica that begins where the dump did.
   *
   * @throws AgentException {@code CONFLICT} if not
   */
  public void requireSame() throws InterruptedException {
    if (!ask(client, own).equals(names)) {
      throw new AgentException(
          ErrorCode.CONFLICT,
          "Databases were made or dropped while the server was dumped, so the dump is not whole:"
              + " seed again");
    }
  }
}

package io.orchestrator.agent.host.http;

/**
 * A route of the API.
 *
 * @param method GET or POST; HEAD goes wherever GET does
 * @param path below /api/, with {@code {name}} for parameters
 * @param access who may call
 * @param handler answers
 * @param pace how it is run
 */
record Route(String method, String path, Access access, Pace pace, ApiHandler handler) {
  /** Who may call. */
  enum Access {
    /** Whoever has the token. */
    TOKEN,
    /** Everybody. */
    OPEN
  }

  /** How it is run. */
  enum Pace {
    /** It looks something up. */
    QUESTION,
    /** It looks up which hosts have snapshots, by a command that must not keep out questions. */
    LIST,
    /** It looks up how a seed stands; a seed that can't be asked for is a failed one. */
    PROGRESS,
    /** It changes something; answered after 50 s at the latest, while it may go on. */
    COMMAND,
    /** The same for what is no step of a seed and runs what is configured, which may hang. */
    ASIDE,
    /**
     * The same for what begins, ends or cleans up a seed, which other commands must not keep out.
     */
    SEED;

    boolean changes() {
      return this == COMMAND || this == ASIDE || this == SEED;
    }
  }

  static Route question(String path, ApiHandler handler) {
    return new Route("GET", path, Access.TOKEN, Pace.QUESTION, handler);
  }

  static Route list(String path, ApiHandler handler) {
    return new Route("GET", path, Access.TOKEN, Pace.LIST, handler);
  }

  static Route progress(String path, ApiHandler handler) {
    return new Route("GET", path, Access.TOKEN, Pace.PROGRESS, handler);
  }

  static Route command(String path, ApiHandler handler) {
    return new Route("GET", path, Access.TOKEN, Pace.COMMAND, handler);
  }

  static Route aside(String method, String path, ApiHandler handler) {
    return new Route(method, path, Access.TOKEN, Pace.ASIDE, handler);
  }

  static Route seed(String path, ApiHandler handler) {
    return new Route("GET", path, Access.TOKEN, Pace.SEED, handler);
  }

  static Route post(String path, ApiHandler handler) {
    return new Route("POST", path, Access.TOKEN, Pace.COMMAND, handler);
  }

  static Route open(String path, ApiHandler handler) {
    return new Route("GET", path, Access.OPEN, Pace.QUESTION, handler);
  }
}

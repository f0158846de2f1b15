package io.orchestrator.agent.host.plugin;

/** What a plugin's code has thrown, in words. */
final class Thrown {
  private Thrown() {}

  /** With the class loader's reason where a class is missing: the error has the name alone. */
  static String text(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return thrown instanceof LinkageError
            && cause instanceof ClassNotFoundException
            && cause.getMessage() != null
        ? thrown + " (" + cause.getMessage() + ")"
        : thrown.toString();
  }
}

package io.orchestrator.agent.host.plugin;

/** A plugin could not be loaded, started or stopped; the message is its status's reason. */
final class PluginFailure extends Exception {
  private static final long serialVersionUID = 1L;

  PluginFailure(String reason, Throwable cause) {
    super(reason, cause);
  }

  PluginFailure(String reason) {
    super(reason);
  }

  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "failed" : message;
  }
}

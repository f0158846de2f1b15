package io.orchestrator.agent.host.config;

import java.time.Duration;
import java.util.Optional;

/**
 * The agent's own HTTP API.
 *
 * @param listenAddress the address to bind; empty for all
 * @param port 0 to 65535; 0 lets the system choose
 * @param basicAuth credentials that every call must have, if set
 * @param tokenHeader the header that may carry the token instead of the parameter
 * @param statusEndpoint path of the status route
 * @param statusBadAfter the status is bad when the last successful ping is older
 * @param tls certificates, for serving and for calling orchestrator
 */
public record HttpConfig(
    String listenAddress,
    int port,
    Optional<BasicAuth> basicAuth,
    Optional<String> tokenHeader,
    String statusEndpoint,
    Duration statusBadAfter,
    TlsConfig tls) {
  /** User and password; never printed. */
  public record BasicAuth(String user, String password) {
    @Override
    public String toString() {
      return "BasicAuth[user=" + user + ", password=***]";
    }
  }
}

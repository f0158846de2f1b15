package io.orchestrator.agent.host.http;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.HttpConfig;
import io.orchestrator.agent.host.config.TlsConfig;
import io.orchestrator.agent.host.orchestrator.AgentToken;
import io.orchestrator.agent.host.tls.ClientOus;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.RenegotiationRequiredException;
import io.undertow.server.SSLSessionInfo;
import io.undertow.util.Headers;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Deque;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Who may call: Basic credentials and certificates where they are configured, and the token. */
final class Authentication {
  private final HttpConfig config;
  private final AgentToken token;

  @Inject
  Authentication(AgentConfig config, AgentToken token) {
    this.config = config.http();
    this.token = token;
  }

  /**
   * Refuses a caller without the configured Basic credentials or certificate, on whatever route.
   */
  void requireCaller(HttpServerExchange exchange) {
    if (config.basicAuth().isPresent() && !hasBasicAuth(exchange, config.basicAuth().get())) {
      throw refused(
          "HTTPAuthUser and HTTPAuthPassword are configured, and the call has others or none");
    }
    TlsConfig tls = config.tls();
    boolean status = exchange.getRequestPath().equals(config.statusEndpoint());
    if (tls.enabled() && tls.mutual() && (!status || tls.verifyStatusOu())) {
      new ClientOus(tls.validOus()).check(certificate(exchange));
    }
  }

  /** Refuses a caller without the token. The header goes before the parameter. */
  void requireToken(HttpServerExchange exchange) {
    String given =
        config
            .tokenHeader()
            .map(header -> first(exchange.getRequestHeaders().get(header)))
            .filter(value -> !value.isEmpty())
            .orElseGet(() -> first(exchange.getQueryParameters().get("token")));
    if (!token.matches(given)) {
      throw refused(
          given.isEmpty()
              ? "the call has no token"
              : "its token is not this agent's; it changes at each start of the agent");
    }
  }

  private static Optional<X509Certificate> certificate(HttpServerExchange exchange) {
    SSLSessionInfo session = exchange.getConnection().getSslSessionInfo();
    try {
      return session != null
              && session.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? Optional.of(certificate)
          : Optional.empty();
    } catch (SSLPeerUnverifiedException | RenegotiationRequiredException none) {
      return Optional.empty();
    }
  }

  private static String first(@Nullable Deque<String> values) {
    String value = values == null ? null : values.peekFirst();
    return value == null ? "" : value;
  }

  private static boolean hasBasicAuth(HttpServerExchange exchange, HttpConfig.BasicAuth wanted) {
    String header = first(exchange.getRequestHeaders().get(Headers.AUTHORIZATION));
    byte[] expected = (wanted.user() + ":" + wanted.password()).getBytes(StandardCharsets.UTF_8);
    return header.regionMatches(true, 0, "Basic ", 0, 6)
        && MessageDigest.isEqual(expected, decoded(header.substring(6).strip()));
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  private static AgentException refused(String why) {
    return new AgentException(ErrorCode.UNAUTHORIZED, "The call was refused: " + why);
  }
}

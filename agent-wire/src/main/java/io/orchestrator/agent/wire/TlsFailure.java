package io.orchestrator.agent.wire;

import java.util.Locale;
import javax.net.ssl.SSLException;

/** Says why a TLS handshake failed, and where to look. */
final class TlsFailure {
  private TlsFailure() {}

  /** In words, with what is below: only there it is said that a certificate has expired. */
  static String describe(SSLException failed) {
    String message = String.valueOf(failed.getMessage());
    Throwable root = failed;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String below = root.getMessage();
    String reason =
        below == null || message.contains(below)
            ? message
            : message + " (" + root.getClass().getSimpleName() + ": " + below + ")";
    return reason + "; " + advice(message);
  }

  private static String advice(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("empty client certificate")) {
      return "the sender has no certificate of an authority in this host's SSLCAFile";
    }
    return lower.contains("certificate") || lower.contains("unknown_ca") || lower.contains("pkix")
        ? "look at SSLCertFile and SSLCAFile on both hosts"
        : "is SeedTls the same on both hosts?";
  }
}

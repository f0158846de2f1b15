package io.orchestrator.agent.host.tls;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.config.TlsConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes TLS contexts of the configured files. Each call reads the files anew. */
public final class TlsContexts {
  private final TlsConfig config;

  /** For this configuration. */
  public TlsContexts(TlsConfig config) {
    this.config = config;
  }

  /**
   * For the agent's own API. With {@code UseMutualTLS} the server should ask for a certificate
   * without insisting ("want"): {@link ClientOus} then refuses a call with a readable answer, and
   * the status check can do without.
   *
   * @throws AgentException {@code INVALID_CONFIGURATION} that names the file and what is wrong
   */
  public SSLContext serving() {
    if (config.certificate().isEmpty() || config.privateKey().isEmpty()) {
      throw new AgentException(
          ErrorCode.INVALID_CONFIGURATION, "UseSSL needs SSLCertFile and SSLPrivateKeyFile");
    }
    return context(identity(), trusted());
  }

  /**
   * For seeds, on both sides: shows the agent's certificate, and trusts {@code SSLCAFile}.
   *
   * @throws AgentException {@code INVALID_CONFIGURATION} that names the file and what is wrong
   */
  public SSLContext seeding() {
    return context(identity(), trusted());
  }

  /**
   * For calls to orchestrator: shows the agent's certificate if there is one. With {@code
   * SSLSkipVerify} any certificate of any name is accepted.
   *
   * @throws AgentException {@code INVALID_CONFIGURATION} that names the file and what is wrong
   */
  public SSLContext calling() {
    return context(
        identity(), config.skipVerify() ? new TrustManager[] {new TrustAnything()} : trusted());
  }

  /**
   * For calls to the agent that serves with this configuration. Beside what calls to orchestrator
   * trust, that is {@code SSLCertFile} itself: nobody else need have signed it.
   *
   * @throws AgentException {@code INVALID_CONFIGURATION} that names the file and what is wrong
   */
  public SSLContext callingItself() {
    if (config.certificate().isEmpty() || config.skipVerify()) {
      return calling();
    }
    X509Certificate own =
        PemFile.read("SSLCertFile", config.certificate().get()).certificates().get(0);
    TrustManager @Nullable [] trusted = trusted();
    for (TrustManager manager : trusted == null ? trustedByJava() : trusted) {
      if (manager instanceof X509ExtendedTrustManager others) {
        return context(identity(), new TrustManager[] {new TrustOwn(own, others)});
      }
    }
    throw new AgentException(ErrorCode.INTERNAL, "This Java has no trust manager for TLS");
  }

  /**
   * What an operator should know about the certificates, one line each: those that are expired, or
   * not valid yet.
   *
   * @param seeds are they shown in seeds? Then also what other agents will say of this one's, if
   *     they trust the same {@code SSLCAFile}
   * @throws AgentException {@code INVALID_CONFIGURATION} if a file can't be used
   */
  public List<String> warnings(Instant now, boolean seeds) {
    List<String> warnings = new ArrayList<>();
    config.certificate().ifPresent(path -> addDates(warnings, "SSLCertFile", path, now));
    config.ca().ifPresent(path -> addDates(warnings, "SSLCAFile", path, now));
    if (seeds && warnings.isEmpty()) {
      distrust().ifPresent(warnings::add);
    }
    return warnings;
  }

  private Optional<String> distrust() {
    TrustManager @Nullable [] trusted = trusted();
    if (trusted == null || config.certificate().isEmpty()) {
      return Optional.empty();
    }
    Path path = config.certificate().get();
    X509Certificate[] chain =
        PemFile.read("SSLCertFile", path).certificates().toArray(X509Certificate[]::new);
    try {
      for (TrustManager manager : trusted) {
        ((X509TrustManager) manager).checkClientTrusted(chain, "UNKNOWN");
        ((X509TrustManager) manager).checkServerTrusted(chain, "UNKNOWN");
      }
      return Optional.empty();
    } catch (CertificateException refused) {
      return Optional.of(
          "SSLCertFile %s is not trusted by SSLCAFile %s: other agents will refuse its seeds (%s)"
              .formatted(path, config.ca().orElseThrow(), refused.getMessage()));
    }
  }

  private static void addDates(List<String> warnings, String key, Path path, Instant now) {
    for (X509Certificate certificate : PemFile.read(key, path).certificates()) {
      String name = key + " " + path + ": " + certificate.getSubjectX500Principal().getName();
      Instant end = certificate.getNotAfter().toInstant();
      Instant start = certificate.getNotBefore().toInstant();
      if (now.isAfter(end)) {
        warnings.add(name + " expired on " + end + ": renew it");
      } else if (now.isBefore(start)) {
        warnings.add(name + " is not valid before " + start + ": is this host's clock right?");
      }
    }
  }

  private KeyManager @Nullable [] identity() {
    Optional<Path> certificate = config.certificate();
    Optional<Path> privateKey = config.privateKey();
    if (certificate.isEmpty() || privateKey.isEmpty()) {
      return null;
    }
    List<X509Certificate> chain = PemFile.read("SSLCertFile", certificate.get()).certificates();
    PrivateKey key = PrivateKeyFile.read(privateKey.get(), chain.get(0).getPublicKey());
    try {
      KeyStore store = emptyStore();
      store.setKeyEntry("agent", key, new char[0], chain.toArray(X509Certificate[]::new));
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, new char[0]);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException | IOException refused) {
      throw unusable("SSLCertFile " + certificate.get(), refused);
    }
  }

  /** Null stands for what Java trusts. */
  private TrustManager @Nullable [] trusted() {
    if (config.ca().isEmpty()) {
      return null;
    }
    List<X509Certificate> authorities = PemFile.read("SSLCAFile", config.ca().get()).certificates();
    try {
      KeyStore store = emptyStore();
      for (X509Certificate authority : authorities) {
        store.setCertificateEntry("ca" + store.size(), authority);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException refused) {
      throw unusable("SSLCAFile " + config.ca().get(), refused);
    }
  }

  private static TrustManager[] trustedByJava() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException refused) {
      throw unusable("What Java trusts", refused);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static SSLContext context(
      KeyManager @Nullable [] identity, TrustManager @Nullable [] trusted) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity, trusted, null);
      return context;
    } catch (GeneralSecurityException refused) {
      throw new AgentException(
          ErrorCode.INTERNAL, "Java can't set up TLS: " + refused.getMessage(), refused);
    }
  }

  private static AgentException unusable(String what, Exception cause) {
    return new AgentException(
        ErrorCode.INVALID_CONFIGURATION, what + " can't be used: " + cause.getMessage(), cause);
  }
}

package io.orchestrator.agent.host.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.orchestrator.agent.api.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsContextsTest {
  @TempDir static Path folder;
  private static Pki pki;

  @BeforeAll
  static void makeKeys() {
    pki = new Pki(folder);
    pki.selfSigned("rsa.pem", "rsa-cert.pem", "rsa:2048", "/CN=localhost");
    pki.openssl("rsa -in rsa.pem -traditional -out rsa-pkcs1.pem");
    pki.openssl("ecparam -name prime256v1 -genkey -out ec-sec1.pem");
    pki.openssl("req -x509 -new -key ec-sec1.pem -out ec-cert.pem -days 2 -subj /CN=localhost");
    pki.openssl("pkcs8 -topk8 -nocrypt -in ec-sec1.pem -out ec.pem");
    pki.selfSigned("ed.pem", "ed-cert.pem", "ed25519", "/CN=localhost");
    pki.selfSigned("other.pem", "other-cert.pem", "rsa:2048", "/CN=other.example.com");
    pki.openssl("rsa -aes128 -passout pass:x -in rsa.pem -traditional -out rsa-old-encrypted.pem");
    pki.openssl("pkcs8 -topk8 -passout pass:x -in rsa.pem -out rsa-encrypted.pem");
  }

  private static SSLContext serving(String key, String certificate) {
    return new TlsContexts(pki.config(key, certificate, "", false)).serving();
  }

  private static SSLContext calling(String ca, boolean skipVerify) {
    return new TlsContexts(pki.config("", "", ca, skipVerify)).calling();
  }

  /** A handshake that verifies the name "localhost", as HTTPS does. */
  private static void handshake(SSLContext server, SSLContext client) throws Exception {
    ExecutorService acceptor = Executors.newSingleThreadExecutor();
    try (SSLServerSocket listening =
        (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0)) {
      Future<?> accepted =
          acceptor.submit(
              () -> {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                  socket.startHandshake();
                }
                return true;
              });
      try (SSLSocket socket =
          (SSLSocket)
              client.getSocketFactory().createSocket("localhost", listening.getLocalPort())) {
        socket.setSoTimeout(10_000);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
      }
      accepted.get();
    } finally {
      acceptor.shutdownNow();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rsa.pem, rsa-cert.pem",
    "rsa-pkcs1.pem, rsa-cert.pem",
    "ec.pem, ec-cert.pem",
    "ec-sec1.pem, ec-cert.pem",
    "ed.pem, ed-cert.pem",
  })
  void servesWithEveryKindOfKey(String key, String certificate) throws Exception {
    handshake(serving(key, certificate), calling(certificate, false));
  }

  @Test
  void doesNotTrustAnotherCertificate() {
    assertThatThrownBy(
            () -> handshake(serving("rsa.pem", "rsa-cert.pem"), calling("other-cert.pem", false)))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void doesNotTrustAnotherName() {
    assertThatThrownBy(
            () ->
                handshake(serving("other.pem", "other-cert.pem"), calling("other-cert.pem", false)))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void trustsAnythingIfToldTo() throws Exception {
    handshake(serving("other.pem", "other-cert.pem"), calling("", true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "other.pem | rsa-cert.pem | other.pem is not the key of the certificate",
        "ec.pem | rsa-cert.pem | ec.pem has no usable RSA key",
        "rsa-encrypted.pem | rsa-cert.pem | rsa-encrypted.pem is encrypted",
        "rsa-old-encrypted.pem | rsa-cert.pem | rsa-old-encrypted.pem is encrypted",
        "rsa-cert.pem | rsa-cert.pem | rsa-cert.pem has no private key",
        "rsa.pem | rsa.pem | rsa.pem has no certificate",
        "gone.pem | rsa-cert.pem | gone.pem does not exist",
        "rsa.pem | gone.pem | gone.pem does not exist",
      })
  void saysWhatIsWrongWithAFile(String key, String certificate, String expected) {
    assertThatThrownBy(() -> serving(key, certificate))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void saysThatACertificateIsDamaged() throws IOException {
    Files.writeString(
        pki.file("bad.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assertThatThrownBy(() -> serving("rsa.pem", "bad.pem")).hasMessageContaining("damaged");
  }

  @Test
  void warnsOfCertificatesOutOfTheirTime() {
    TlsContexts contexts =
        new TlsContexts(pki.config("rsa.pem", "rsa-cert.pem", "ec-cert.pem", false));
    Instant now = Instant.now();
    assertThat(contexts.warnings(now, false)).isEmpty();
    assertThat(contexts.warnings(now.plus(Duration.ofDays(3)), false))
        .hasSize(2)
        .allMatch(line -> line.contains("expired on"));
    assertThat(contexts.warnings(now.minus(Duration.ofDays(3)), false))
        .hasSize(2)
        .allMatch(line -> line.contains("not valid before"));
  }

  @Test
  void warnsOfACertificateThatOtherAgentsWillRefuse() {
    TlsContexts foreign =
        new TlsContexts(pki.config("rsa.pem", "rsa-cert.pem", "ec-cert.pem", false));
    TlsContexts good =
        new TlsContexts(pki.config("rsa.pem", "rsa-cert.pem", "rsa-cert.pem", false));

    assertThat(foreign.warnings(Instant.now(), true))
        .singleElement(STRING)
        .contains("rsa-cert.pem is not trusted by SSLCAFile", "ec-cert.pem", "refuse its seeds");
    assertThat(foreign.warnings(Instant.now(), false)).isEmpty();
    assertThat(good.warnings(Instant.now(), true)).isEmpty();
  }

  @Test
  void showsItsOwnCertificateWhenCalling() throws Exception {
    TlsContexts agent = new TlsContexts(pki.config("ec.pem", "ec-cert.pem", "rsa-cert.pem", false));
    SSLContext server =
        new TlsContexts(pki.config("rsa.pem", "rsa-cert.pem", "ec-cert.pem", false)).serving();
    try (SSLServerSocket listening =
            (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0);
        SSLSocket client =
            (SSLSocket)
                agent
                    .calling()
                    .getSocketFactory()
                    .createSocket("localhost", listening.getLocalPort())) {
      listening.setNeedClientAuth(true);
      ExecutorService acceptor = Executors.newSingleThreadExecutor();
      try {
        Future<String> peer =
            acceptor.submit(
                () -> {
                  try (SSLSocket socket = (SSLSocket) listening.accept()) {
                    socket.startHandshake();
                    return socket.getSession().getPeerPrincipal().getName();
                  }
                });
        client.startHandshake();
        assertThat(peer.get()).isEqualTo("CN=localhost");
      } finally {
        acceptor.shutdownNow();
      }
    }
  }

  @Test
  void withoutFilesItCanCallButNotServe() {
    TlsContexts contexts = new TlsContexts(pki.config("", "", "", false));
    assertThat(contexts.calling()).isNotNull();
    assertThatThrownBy(contexts::serving).hasMessageContaining("UseSSL needs");
    assertThat(contexts.warnings(Instant.now(), true)).isEmpty();
  }
}

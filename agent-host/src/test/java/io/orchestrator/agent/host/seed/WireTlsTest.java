package io.orchestrator.agent.host.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.tls.Pki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Seeds inside TLS: who is let in, and what both sides get to hear if somebody is not. */
@Timeout(60)
class WireTlsTest {
  private static final String EC = "ec -pkeyopt ec_paramgen_curve:P-256";

  @TempDir static Path keys;
  private static Pki pki;

  @TempDir Path folder;
  private WireHosts hosts;

  @BeforeAll
  static void makeCertificates() throws IOException {
    pki = new Pki(keys);
    Files.writeString(pki.file("names.pem"), "subjectAltName=IP:127.0.0.1\n");
    Files.writeString(pki.file("other-names.pem"), "subjectAltName=DNS:elsewhere.example.com\n");
    authority("ca");
    authority("foreign-ca");
    certificate("good", "ca", "names.pem", 2);
    certificate("expired", "ca", "names.pem", -1);
    certificate("foreign", "foreign-ca", "names.pem", 2);
    certificate("elsewhere", "ca", "other-names.pem", 2);
  }

  private static void authority(String name) {
    pki.selfSigned(name + "-key.pem", name + ".pem", EC, "/CN=" + name);
  }

  private static void certificate(String name, String authority, String names, int days) {
    pki.openssl(
        "req -new -nodes -newkey %s -keyout %s-key.pem -out %s-request.pem -subj /CN=%s"
            .formatted(EC, name, name, name));
    pki.openssl(
        "x509 -req -in %s-request.pem -CA %s.pem -CAkey %s-key.pem -set_serial 7 -extfile %s"
                .formatted(name, authority, authority, names)
            + " -days %d -out %s.pem".formatted(days, name));
  }

  @BeforeEach
  void makeHosts() throws IOException {
    hosts = new WireHosts(folder);
    hosts.both("SeedTls", true).both("SeedConnectSeconds", 3);
    show(hosts.target(), "good");
    show(hosts.source(), "good");
  }

  private static void show(TestHost host, String certificate) {
    host.with("SSLCertFile", pki.file(certificate + ".pem").toString())
        .with("SSLPrivateKeyFile", pki.file(certificate + "-key.pem").toString())
        .with("SSLCAFile", pki.file("ca.pem").toString());
  }

  private void requireFailed(String reason) throws InterruptedException {
    hosts.seed(7);
    for (Seeds seeds : java.util.List.of(hosts.onSource(), hosts.onTarget())) {
      assertThat(seeds.state(7)).isEqualTo("FAILED");
      assertThat(seeds.reason(7)).containsIgnoringCase("TLS").matches("(?s).*(" + reason + ").*");
    }
    assertThat(hosts.onTarget().mark()).isPresent();
    hosts.requireQuiet();
  }

  @Test
  void seedsBetweenTwoThatTheAuthorityKnows() throws Exception {
    hosts.requireGoodSeed(7);

    assertThat(hosts.target().get(ReceiveSeed.class).warnings()).isEmpty();
  }

  @Test
  void refusesATargetWhoseCertificateHasExpired() throws Exception {
    show(hosts.target(), "expired");

    requireFailed("certificate_expired|certificate_unknown|validity check");
    assertThat(hosts.onSource().reason(7)).contains("NotAfter");
  }

  @Test
  void refusesASourceWhoseCertificateHasExpired() throws Exception {
    show(hosts.source(), "expired");

    requireFailed("certificate_expired|certificate_unknown|validity check");
    assertThat(hosts.onTarget().reason(7)).contains("NotAfter");
  }

  @Test
  void refusesASourceOfAForeignAuthority() throws Exception {
    show(hosts.source(), "foreign");

    requireFailed("bad_certificate|Empty client certificate|unknown_ca|certification path");
    assertThat(hosts.onTarget().reason(7))
        .contains("the sender has no certificate of an authority in this host's SSLCAFile");
  }

  @Test
  void refusesATargetOfAForeignAuthority() throws Exception {
    show(hosts.target(), "foreign");

    requireFailed("certificate_unknown|unknown_ca|certification path");
  }

  @Test
  void refusesATargetWhoseCertificateIsForAnotherName() throws Exception {
    show(hosts.target(), "elsewhere");

    requireFailed("certificate_unknown|subject alternative");
  }

  @Test
  void failsBothSidesIfOnlyOneEncrypts() throws Exception {
    hosts.source().with("SeedTls", false);

    requireFailed("SeedTls");
  }
}

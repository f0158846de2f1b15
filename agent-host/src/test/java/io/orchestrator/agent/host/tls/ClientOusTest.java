package io.orchestrator.agent.host.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientOusTest {
  @TempDir static Path folder;
  private static X509Certificate twoUnits;
  private static X509Certificate noUnit;

  @BeforeAll
  static void makeCertificates() {
    Pki pki = new Pki(folder);
    pki.selfSigned("k.pem", "two.pem", "ed25519", "/O=Example/OU=dba,eu/OU=ops/CN=OU=fake");
    pki.selfSigned("k.pem", "none.pem", "ed25519", "/CN=plain");
    twoUnits = PemFile.read("test", pki.file("two.pem")).certificates().get(0);
    noUnit = PemFile.read("test", pki.file("none.pem")).certificates().get(0);
  }

  private static void check(X509Certificate certificate, String... valid) {
    new ClientOus(List.of(valid)).check(Optional.of(certificate));
  }

  @Test
  void findsEveryUnitOfTheSubject() {
    assertThat(ClientOus.units(twoUnits)).containsExactlyInAnyOrder("dba,eu", "ops");
  }

  @Test
  void letsInWhoHasAValidUnit() {
    assertThatCode(() -> check(twoUnits, "web", "ops")).doesNotThrowAnyException();
    assertThatCode(() -> check(twoUnits, "dba,eu")).doesNotThrowAnyException();
  }

  @Test
  void anyCertificateWillDoIfNoUnitIsNamed() {
    assertThatCode(() -> check(noUnit)).doesNotThrowAnyException();
  }

  @Test
  void refusesOthers() {
    assertThatThrownBy(() -> check(twoUnits, "fake", "dba", "Ops"))
        .isInstanceOfSatisfying(
            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHORIZED))
        .hasMessageContaining("SSLValidOUs");
    assertThatThrownBy(() -> check(noUnit, "ops")).hasMessageContaining("no organizational unit");
  }

  @Test
  void refusesWhoShowsNoCertificate() {
    assertThatThrownBy(() -> new ClientOus(List.of()).check(Optional.empty()))
        .hasMessageContaining("demands a client certificate");
  }
}

package io.orchestrator.agent.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.host.config.TlsConfig;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.tls.Pki;
import io.orchestrator.agent.host.tls.TlsContexts;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS, and callers that have to show a certificate. */
class TlsApiTest {
  @TempDir static Path keys;
  private static Pki pki;

  @TempDir Path folder;
  private TestHost host;

  @BeforeAll
  static void makeKeys() {
    pki = new Pki(keys);
    pki.selfSigned("agent.pem", "agent-cert.pem", "rsa:2048", "/CN=localhost");
    pki.selfSigned("ca.pem", "ca-cert.pem", "rsa:2048", "/CN=ca");
    signed("dba", "/CN=jane/OU=dba");
    signed("shop", "/CN=john/OU=shop");
    pki.selfSigned("stranger.pem", "stranger-cert.pem", "rsa:2048", "/CN=x/OU=dba");
  }

  private static void signed(String name, String subject) {
    pki.openssl(
        "req -nodes -newkey rsa:2048 -keyout "
            + name
            + ".pem -out "
            + name
            + "-csr.pem -subj "
            + subject);
    pki.openssl(
        "x509 -req -in "
            + name
            + "-csr.pem -CA ca-cert.pem -CAkey ca.pem -CAcreateserial -days 2"
            + " -out "
            + name
            + "-cert.pem");
  }

  @BeforeEach
  void makeHost() {
    host =
        new TestHost(folder)
            .with("UseSSL", true)
            .with("SSLPrivateKeyFile", keys.resolve("agent.pem").toString())
            .with("SSLCertFile", keys.resolve("agent-cert.pem").toString())
            .with("SSLCAFile", keys.resolve("ca-cert.pem").toString());
  }

  /** Calls with this certificate; none if it has no name. */
  private static Api.Reply call(Api api, String certificate, String command) throws IOException {
    String key = certificate.isEmpty() ? "" : certificate + ".pem";
    String chain = certificate.isEmpty() ? "" : certificate + "-cert.pem";
    TlsConfig config = pki.config(key, chain, "", true);
    try (Socket socket = api.connect(new TlsContexts(config).calling().getSocketFactory())) {
      return Api.exchange(
          socket, "GET /api/" + command + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }
  }

  private String withToken(String command) {
    return command + "?token=" + host.token();
  }

  @Test
  void answersOverHttps() throws Exception {
    try (Api api = Api.start(host)) {
      assertThat(call(api, "", withToken("mysql-port")).body()).isEqualTo("3306");
    }
  }

  @Test
  void hasTheErrorsThatOrchestratorNotices() throws Exception {
    try (Api api = Api.start(host)) {
      Api.Reply reply = call(api, "", withToken("absent"));

      assertThat(reply.isNoticed()).isTrue();
      assertThat(reply.json().get("Message").asText()).contains("no such route");
      assertThat(call(api, "", "absent").status()).isEqualTo(404);
    }
  }

  @Test
  void doesNotAnswerWithoutTls() throws Exception {
    try (Api api = Api.start(host)) {
      assertThat(api.get("mysql-port").text()).doesNotStartWith("HTTP/1.1 2");
    }
  }

  @Test
  void refusesACallWithoutACertificateReadably() throws Exception {
    host.with("UseMutualTLS", true).with("SSLValidOUs", List.of("dba"));
    try (Api api = Api.start(host)) {
      Api.Reply person = call(api, "", "mysql-port");
      assertThat(person.status()).isEqualTo(401);
      assertThat(person.json().get("Message").asText()).contains("UseMutualTLS");
      assertThat(call(api, "", withToken("mysql-port")).isNoticed()).isTrue();
    }
  }

  @Test
  void letsCallersOfAValidUnitPassWithTheToken() throws Exception {
    host.with("UseMutualTLS", true).with("SSLValidOUs", List.of("dba"));
    try (Api api = Api.start(host)) {
      assertThat(call(api, "dba", withToken("mysql-port")).body()).isEqualTo("3306");
      assertThat(call(api, "dba", "mysql-port").status()).as("without a token").isEqualTo(401);
    }
  }

  @Test
  void refusesCallersOfAnotherUnit() throws Exception {
    host.with("UseMutualTLS", true).with("SSLValidOUs", List.of("dba"));
    try (Api api = Api.start(host)) {
      Api.Reply reply = call(api, "shop", withToken("mysql-port"));

      assertThat(reply.isNoticed()).isTrue();
      assertThat(reply.json().get("Message").asText()).contains("SSLValidOUs");
    }
  }

  @Test
  void demandsATrustedCertificateWhereNoUnitIsNamed() throws Exception {
    host.with("UseMutualTLS", true);
    try (Api api = Api.start(host)) {
      assertThat(call(api, "", withToken("mysql-port")).isNoticed()).isTrue();
      assertThat(call(api, "shop", withToken("mysql-port")).body()).isEqualTo("3306");
    }
  }

  @Test
  void doesNotTrustACertificateOfSomebodyElse() throws Exception {
    host.with("UseMutualTLS", true).with("SSLValidOUs", List.of("dba"));
    try (Api api = Api.start(host)) {
      String answer;
      try {
        answer = call(api, "stranger", withToken("mysql-port")).text();
      } catch (SSLException refused) {
        answer = "refused";
      }

      assertThat(answer).doesNotContain("3306");
    }
  }

  @Test
  void tellsItsHealthToEverybodyUnlessTheStatusIsGuardedToo() throws Exception {
    host.with("UseMutualTLS", true).with("SSLValidOUs", List.of("dba"));
    try (Api api = Api.start(host)) {
      assertThat(call(api, "", "status").body()).isEqualTo("\"OK\"");
      assertThat(call(api, "", "hostname").status()).isEqualTo(401);
    }
    host.with("StatusOUVerify", true);
    host.restart();
    try (Api api = Api.start(host)) {
      assertThat(call(api, "", "status").status()).isEqualTo(401);
      assertThat(call(api, "dba", "status").body()).isEqualTo("\"OK\"");
    }
  }
}

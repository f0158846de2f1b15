package io.orchestrator.agent.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.host.fixture.TestHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BasicAuthTest {
  @TempDir Path folder;
  private TestHost host;
  private Api api;

  @BeforeEach
  void startApi() {
    host = new TestHost(folder).with("HTTPAuthUser", "jane").with("HTTPAuthPassword", "pass:ö");
    api = Api.start(host);
  }

  @AfterEach
  void stopApi() {
    api.close();
  }

  private Api.Reply get(String command, String credentials) throws IOException {
    String encoded =
        Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    return api.request("GET", command, "Authorization: Basic " + encoded + "\r\n");
  }

  @Test
  void letsTheRightCredentialsPassWithTheToken() throws Exception {
    assertThat(get("mysql-port?token=" + host.token(), "jane:pass:ö").body()).isEqualTo("3306");
    assertThat(get("mysql-port", "jane:pass:ö").status()).as("without a token").isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jane:wrong", "john:pass:ö", "jane:", ":", "jane"})
  void refusesOthers(String credentials) throws Exception {
    assertThat(get("mysql-port?token=" + host.token(), credentials).isNoticed()).isTrue();
    Api.Reply person = get("mysql-port", credentials);
    assertThat(person.status()).isEqualTo(401);
    assertThat(person.head()).contains("WWW-Authenticate: Basic");
  }

  @Test
  void isNoticedByOrchestratorWhichSendsNone() throws Exception {
    Api.Reply reply = api.get("mysql-port");

    assertThat(reply.isNoticed()).isTrue();
    assertThat(reply.json().get("Message").asText()).contains("HTTPAuthUser");
  }

  @Test
  void isAskedForOnOpenRoutesToo() throws Exception {
    assertThat(api.getWithoutToken("hostname").status()).isEqualTo(401);
    assertThat(api.getWithoutToken("status").status()).isEqualTo(401);
    assertThat(get("status", "jane:pass:ö").status()).isEqualTo(200);
  }

  @Test
  void refusesWhatIsNoBase64() throws Exception {
    assertThat(api.request("GET", "status", "Authorization: Basic ###\r\n").status())
        .isEqualTo(401);
    assertThat(api.request("GET", "status", "Authorization: Bearer x\r\n").status()).isEqualTo(401);
  }
}

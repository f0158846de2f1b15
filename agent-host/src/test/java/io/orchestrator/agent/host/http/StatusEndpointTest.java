package io.orchestrator.agent.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.host.fixture.TestHost;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusEndpointTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/api/deep/er"})
  void isWhereTheConfigurationPutsIt(String endpoint) throws Exception {
    try (TestApi api = new TestApi(new TestHost(folder).with("StatusEndpoint", endpoint))) {
      assertThat(api.get(endpoint).body()).isEqualTo("\"OK\"");
      assertThat(api.get("/api/status").status()).isEqualTo(404);
    }
  }
}

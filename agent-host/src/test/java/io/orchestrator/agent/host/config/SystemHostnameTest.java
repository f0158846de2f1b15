package io.orchestrator.agent.host.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class SystemHostnameTest {
  @Test
  void isTheNameThatTheSystemGivesItself() throws Exception {
    assertThat(SystemHostname.read()).isEqualTo(InetAddress.getLocalHost().getHostName());
  }
}

package io.orchestrator.agent.host.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServerOptionsTest {
  @Test
  void takesValuesBehindAnEqualsSignAndInTheNextArgument() {
    ServerOptions options = of("--datadir=/a=b", "--port", "3307", "--skip-networking");

    assertThat(options.find("datadir")).contains("/a=b");
    assertThat(options.find("port")).contains("3307");
    assertThat(options.find("skip_networking")).contains("");
  }

  @Test
  void takesNoOptionForAValue() {
    ServerOptions options = of("--log-error", "--port=1");

    assertThat(options.find("log-error")).contains("");
    assertThat(options.find("port")).contains("1");
  }

  @Test
  void knowsTheShortFormsOfDatadirAndPort() {
    assertThat(of("-h", "/data", "-P3307").find("datadir")).contains("/data");
    assertThat(of("-h", "/data", "-P3307").find("port")).contains("3307");
  }

  @Test
  void takesDashesAndUnderscoresForTheSame() {
    assertThat(of("--relay_log-index=x").find("relay-log_index")).contains("x");
  }

  @Test
  void letsTheLastOfTwoCount() {
    assertThat(of("--port=1", "--port=2").find("port")).contains("2");
  }

  @Test
  void skipTakesBackWhatWasSetBeforeAndTheReverse() {
    assertThat(of("--log-bin=x", "--skip-log-bin").find("log_bin")).isEmpty();
    assertThat(of("--disable-log-bin", "--log-bin=x").find("log_bin")).contains("x");
    assertThat(of("--disable-log-bin", "--log-bin=x").find("disable_log_bin")).isEmpty();
  }

  @Test
  void laterOptionsWinOverEarlierOnes() {
    ServerOptions both =
        of("--port=1", "--datadir=/d", "--log-bin").overriddenBy(of("--port=2", "--skip-log-bin"));

    assertThat(both.find("port")).contains("2");
    assertThat(both.find("datadir")).contains("/d");
    assertThat(both.find("log_bin")).isEmpty();
  }

  private static ServerOptions of(String... arguments) {
    return ServerOptions.ofArguments(List.of(arguments));
  }
}

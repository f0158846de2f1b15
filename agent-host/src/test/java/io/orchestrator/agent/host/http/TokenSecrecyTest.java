package io.orchestrator.agent.host.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.orchestrator.agent.host.fixture.TestHost;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class TokenSecrecyTest {
  @TempDir Path folder;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger agent = (Logger) LoggerFactory.getLogger("io.orchestrator.agent");

  @BeforeEach
  void watchLog() {
    log.start();
    root.addAppender(log);
    agent.setLevel(Level.TRACE);
    agent.setAdditive(true);
  }

  @AfterEach
  void leaveLog() {
    root.detachAppender(log);
    agent.setLevel(null);
  }

  @Test
  void keepsTokensAndPasswordsOutOfLogsAndAnswers() throws Exception {
    TestHost host =
        new TestHost(folder)
            .with("TokenHttpHeader", "X-Agent-Token")
            .with("HTTPAuthUser", "jane")
            .with("HTTPAuthPassword", "s3cr3t-pass");
    String basic =
        "Authorization: Basic "
            + java.util.Base64.getEncoder().encodeToString("jane:s3cr3t-pass".getBytes(UTF_8))
            + "\r\n";
    String token = host.token();
    StringBuilder answers = new StringBuilder();
    try (Api api = Api.start(host)) {
      for (String command :
          List.of(
              "mysql-port?token=" + token,
              "mysql-start?token=" + token,
              "absent?token=" + token,
              "abort-seed/x?token=" + token,
              "mountlv?lv=/dev/absent&token=" + token,
              "removelv?token=" + token + "&lv=/dev/absent",
              "post-copy/?sourceHost=$(x)&token=" + token)) {
        answers.append(api.request("GET", command, basic).text());
        answers.append(api.request("GET", command, "").text());
      }
      answers.append(
          api.request("GET", "absent", basic + "X-Agent-Token: " + token + "\r\n").text());
    }

    String logged =
        log.list.stream()
            .map(event -> event.getFormattedMessage() + event.getThrowableProxy())
            .toList()
            .toString();
    assertThat(logged).contains("mysql-start").contains("removelv");
    assertThat(logged + answers).doesNotContain(token).doesNotContain("s3cr3t-pass");
  }
}

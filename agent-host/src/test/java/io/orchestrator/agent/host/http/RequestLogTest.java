package io.orchestrator.agent.host.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import io.orchestrator.agent.host.fixture.TestHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class RequestLogTest {
  @TempDir Path folder;
  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<Appender<ILoggingEvent>> usual = new ArrayList<>();
  private TestHost host;
  private TestApi api;

  @BeforeEach
  void listen() {
    Iterator<Appender<ILoggingEvent>> appenders = root.iteratorForAppenders();
    appenders.forEachRemaining(usual::add);
    usual.forEach(root::detachAppender);
    log.start();
    root.addAppender(log);
    root.setLevel(Level.DEBUG);
    host = new TestHost(folder).with("TokenHttpHeader", "X-Agent-Token");
    api = new TestApi(host);
  }

  @AfterEach
  void stopListening() {
    api.close();
    root.setLevel(Level.WARN);
    root.detachAppender(log);
    usual.forEach(root::addAppender);
  }

  private List<String> lines() {
    return List.copyOf(log.list).stream()
        .map(
            event ->
                event.getFormattedMessage()
                    + ThrowableProxyUtil.asString(event.getThrowableProxy()))
        .toList();
  }

  private List<String> routeLines() {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getLoggerName().equals(RouteHandler.class.getName()))
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void neverHasTheToken() throws Exception {
    for (String route :
        List.of(
            "mysql-port",
            "mysql-start",
            "mountlv?lv=x",
            "absent",
            "lvs;x",
            "seed-command-completed/x",
            "custom-commands/x")) {
      api.call(route);
      api.get("/api/" + route, "X-Agent-Token: " + host.token());
      api.send("DELETE", TestApi.with("/api/" + route, host.token()));
    }

    assertThat(routeLines()).anyMatch(line -> line.startsWith("mysql-start"));
    assertThat(lines()).noneMatch(line -> line.contains(host.token()));
  }

  @Test
  void hasCommandsWithTheirParametersButNoQuestions() throws Exception {
    api.call("removelv?lv=/dev/vg0/x&b=2");
    api.call("mysql-port");

    assertThat(routeLines()).hasSize(2).first().isEqualTo("removelv b=[2] lv=[/dev/vg0/x]");
  }

  @Test
  void losesWhatCouldForgeALine() throws Exception {
    api.call("removelv?lv=a%0Ab%0D%1B%5B31m%E2%80%A8c%C2%85d%C2%9Be%E2%80%AEf");

    assertThat(routeLines())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}]"))
        .first()
        .isEqualTo("removelv lv=[a b [31m c d e f]");
  }

  @Test
  void isShortHoweverLongTheParametersAre() throws Exception {
    api.call("removelv?lv=" + "x".repeat(5_000));

    assertThat(routeLines().get(0)).hasSizeLessThan(220).endsWith("…");
  }
}

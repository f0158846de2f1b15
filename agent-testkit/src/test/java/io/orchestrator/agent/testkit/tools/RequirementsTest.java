package io.orchestrator.agent.testkit.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class RequirementsTest {
  private static final String PROPERTY = "agent.test.tools";

  private final String before = System.getProperty(PROPERTY, "");

  @BeforeEach
  void makeToolsOptional() {
    System.setProperty(PROPERTY, "optional");
  }

  @AfterEach
  void restore() {
    System.setProperty(PROPERTY, before);
  }

  @Test
  void runsATestWhoseToolsAreInstalled() {
    assertThat(run(OnMethods.class).testEvents().succeeded().count()).isEqualTo(1);
  }

  @Test
  void skipsATestAndNamesTheToolThatIsMissing() {
    assertThat(reasonsOfSkips(OnMethods.class))
        .singleElement()
        .asString()
        .contains("not installed: no-such-tool-1, no-such-tool-2");
  }

  @Test
  void skipsAWholeClass() {
    assertThat(run(OnTheClass.class).testEvents().started().count()).isZero();
    assertThat(reasonsOfSkips(OnTheClass.class))
        .singleElement()
        .asString()
        .contains("no-such-tool-3");
  }

  @Test
  void skipsASubclassOfAnAnnotatedClass() {
    assertThat(reasonsOfSkips(Subclass.class)).hasSize(1);
  }

  @Test
  void failsATestWhereToolsAreRequired() {
    System.setProperty(PROPERTY, "required");
    assertThat(failures(OnMethods.class)).singleElement().asString().contains("no-such-tool-1");
    assertThat(failures(OnTheClass.class)).singleElement().asString().contains("no-such-tool-3");
  }

  @Test
  void runsOrSkipsATestThatNeedsRoot() {
    boolean root = "root".equals(System.getProperty("user.name"));
    assertThat(run(NeedsRoot.class).testEvents().started().count()).isEqualTo(root ? 1 : 0);
  }

  private static EngineExecutionResults run(Class<?> type) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(type)).execute();
  }

  private static Object[] reasonsOfSkips(Class<?> type) {
    return run(type).allEvents().skipped().stream()
        .map(event -> event.getRequiredPayload(String.class))
        .toArray();
  }

  private static Object[] failures(Class<?> type) {
    return run(type).allEvents().failed().stream()
        .map(RequirementsTest::throwableOf)
        .map(Throwable::getMessage)
        .toArray();
  }

  private static Throwable throwableOf(Event failure) {
    return failure.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow();
  }

  static class OnMethods {
    @Test
    @RequiresTool({"sh", "ls"})
    void present() {}

    @Test
    @RequiresTool({"sh", "no-such-tool-1", "no-such-tool-2"})
    void absent() {}
  }

  @RequiresTool("no-such-tool-3")
  static class OnTheClass {
    @Test
    void any() {}
  }

  static class Subclass extends OnTheClass {}

  @RequiresRoot
  static class NeedsRoot {
    @Test
    void any() {}
  }
}

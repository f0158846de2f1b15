package io.orchestrator.agent.testkit.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.AgentExtension;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@link AgentExtension} promises. Plugin authors extend the contract of their extension
 * point, each of which extends this one.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ExtensionContract {
  /** For subclasses. */
  protected ExtensionContract() {}

  /** The extension, made as the host makes it: a new one at each call, on the same host. */
  protected abstract AgentExtension extension() throws Exception;

  /** How long {@link AgentExtension#check()} may take on the machine that runs the tests. */
  protected Duration checkLimit() {
    return Duration.ofSeconds(3);
  }

  @Test
  void hasANameThatTheConfigurationCanUse() throws Exception {
    assertThat(extension().name())
        .as("name() must consist of lower-case letters, digits and dashes")
        .matches("[a-z0-9]+(-[a-z0-9]+)*");
  }

  @Test
  void hasTheSameNameAtEachCall() throws Exception {
    AgentExtension extension = extension();
    assertThat(extension.name())
        .as("name() must be the same at each call, and after a restart")
        .isEqualTo(extension.name())
        .isEqualTo(extension().name());
  }

  @Test
  void checksTheHostQuicklyAndWithoutThrowing() throws Exception {
    AgentExtension extension = extension();
    long start = System.nanoTime();
    CheckResult result = extension.check();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(result).as("check() must not return null").isNotNull();
    assertThat(result.usable())
        .as("check() of an extension that can work; it says: " + result.reason())
        .isTrue();
    assertThat(took)
        .as("check() must be cheap: no copying, no waiting, no listing of everything")
        .isLessThan(checkLimit());
  }

  @Test
  void givesAOneLineReasonWithItsCheck() throws Exception {
    assertThat(extension().check().reason())
        .as("the reason of check() must be one line without a trailing period")
        .isNotBlank()
        .doesNotContain("\n")
        .doesNotEndWith(".");
  }

  @Test
  void canBeCheckedAgain() throws Exception {
    AgentExtension extension = extension();
    boolean first = extension.check().usable();
    assertThat(extension.check().usable())
        .as("check() must have no side effect: the second one came to another result")
        .isEqualTo(first);
  }

  @Test
  void canBeCheckedInSeveralThreadsAtOnce() throws Exception {
    AgentExtension extension = extension();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<CheckResult> check = extension::check;
      for (Future<CheckResult> checked : threads.invokeAll(List.of(check, check, check, check))) {
        assertThat(checked.get().usable())
            .as("check() called in four threads at once: methods share no state without a lock")
            .isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void tellsAnInterruptFromALackInItsCheck() throws Exception {
    AgentExtension extension = extension();
    boolean usable;
    Thread.currentThread().interrupt();
    try {
      usable = extension.check().usable();
    } catch (InterruptedException asPromised) {
      usable = true;
    } finally {
      Thread.interrupted();
    }
    assertThat(usable)
        .as(
            "check() on an interrupted thread must throw InterruptedException (or not notice): it"
                + " is no reason to call the extension unusable")
        .isTrue();
  }

  /**
   * Requires that an action is refused.
   *
   * @param what what was tried and why it must not work, in words for the plugin's author
   * @param codes the codes of which the exception must have one; any if there are none
   */
  protected static AgentException assertRefused(
      String what, ThrowingCallable action, ErrorCode... codes) {
    Throwable thrown = catchThrowable(action);
    assertThat(thrown)
        .as(what + ": it must throw an AgentException, and not return or throw something else")
        .isInstanceOf(AgentException.class);
    AgentException refusal = (AgentException) thrown;
    if (codes.length > 0) {
      assertThat(refusal.code()).as(what + ": the code of the exception").isIn((Object[]) codes);
    }
    assertThat(refusal.getMessage())
        .as(what + ": the message must tell an operator what happened")
        .isNotBlank();
    return refusal;
  }
}

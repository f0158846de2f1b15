package io.orchestrator.agent.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.service.ServiceStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("plugins")
class GuardedExtensionTest {
  private interface Check {
    CheckResult run() throws Throwable;
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        IllegalStateException.class,
        NoSuchMethodError.class,
        AssertionError.class,
        StackOverflowError.class,
        java.io.IOException.class
      })
  void putsWhateverIsThrownDownToThePlugin(Class<? extends Throwable> type) throws Exception {
    Throwable thrown = type.getConstructor().newInstance();
    ServiceManager guarded =
        guarded(
            () -> {
              throw thrown;
            });

    assertThatThrownBy(guarded::check)
        .isInstanceOfSatisfying(
            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
        .hasMessageContaining("plugin acme")
        .hasMessageContaining("check()")
        .hasMessageContaining(type.getSimpleName())
        .hasCause(thrown);
  }

  @Test
  void putsNullDownToThePlugin() {
    assertThatThrownBy(guarded(() -> null)::check)
        .isInstanceOfSatisfying(
            AgentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
        .hasMessageContaining("plugin acme")
        .hasMessageContaining("returned null");
  }

  @Test
  void passesThePluginsOwnErrorsOn() {
    AgentException own = new AgentException(ErrorCode.NOT_FOUND, "no volume group");

    assertThatThrownBy(
            guarded(
                    () -> {
                      throw own;
                    })
                ::check)
        .isSameAs(own);
  }

  @Test
  void passesInterruptsOn() {
    assertThatThrownBy(
            guarded(
                    () -> {
                      throw new InterruptedException();
                    })
                ::check)
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void restoresTheCallersClassLoaderAfterAFailure() {
    ClassLoader before = Thread.currentThread().getContextClassLoader();

    assertThatThrownBy(guarded(() -> null)::check).isInstanceOf(AgentException.class);

    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void equalsItselfAndNoOther() {
    ServiceManager guarded = guarded(() -> CheckResult.usable("fine"));

    assertThat(guarded)
        .isEqualTo(guarded)
        .isNotEqualTo(guarded(() -> CheckResult.usable("fine")))
        .hasSameHashCodeAs(guarded);
  }

  private static ServiceManager guarded(Check check) {
    return GuardedExtension.guard("acme", ServiceManager.class, new Service(check));
  }

  private static final class Service implements ServiceManager {
    private final Check check;

    Service(Check check) {
      this.check = check;
    }

    @Override
    public String name() {
      return "acme";
    }

    @Override
    public CheckResult check() {
      try {
        return check.run();
      } catch (Throwable e) {
        throw Service.<RuntimeException>undeclared(e);
      }
    }

    @Override
    public ServiceStatus status() {
      return ServiceStatus.RUNNING;
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}

    // As code of another language, or a lying generic, would.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E undeclared(Throwable thrown) throws E {
      throw (E) thrown;
    }
  }
}

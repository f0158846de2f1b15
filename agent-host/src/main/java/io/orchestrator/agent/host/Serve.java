package io.orchestrator.agent.host;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import com.google.inject.spi.Message;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.cli.ConfigSource;
import io.orchestrator.agent.host.cli.ServeArguments;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.config.LoadedConfig;
import io.orchestrator.agent.host.plugin.PluginLoading;
import io.orchestrator.agent.host.plugin.Plugins;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the daemon until it is told to stop. */
final class Serve {
  private static final Logger log = LoggerFactory.getLogger(Serve.class);

  private final ServeArguments arguments;

  Serve(ServeArguments arguments) {
    Logging.level(arguments.logLevel());
    this.arguments = arguments;
  }

  /** Returns the exit status, after a start that failed or a stop. */
  int run() {
    try {
      serve(ConfigSource.standard(arguments.config()).read());
      return 0;
    } catch (AgentException e) {
      // Not by the log, which keeps each message on one line: this one may be a list.
      System.err.println("orchestrator-agent could not start: " + e.getMessage());
      log.atLevel(
              arguments.stackTraces() ? org.slf4j.event.Level.ERROR : org.slf4j.event.Level.DEBUG)
          .setCause(e)
          .log("The start failed here");
      return 1;
    } catch (IOException | RuntimeException e) {
      log.error("Could not start", e);
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static void serve(LoadedConfig loaded) throws InterruptedException, IOException {
    loaded.warnings().forEach(log::warn);
    AgentConfig config = loaded.config();
    StateLock lock = StateLock.acquire(config.stateDirectory());
    try {
      Injector base = Guice.createInjector(Stage.PRODUCTION, new PluginModule(config));
      PluginLoading loading = base.getInstance(PluginLoading.class);
      try {
        Plugins plugins = loading.load();
        loaded.requireGood(plugins.problems());
        untilStopped(
            base.createChildInjector(new DaemonModule(plugins)).getInstance(AgentDaemon.class));
      } catch (CreationException e) {
        throw wiringError(e);
      } finally {
        loading.stop();
      }
    } finally {
      lock.close();
    }
  }

  private static void untilStopped(AgentDaemon daemon) throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch stop = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stop.countDown();
              awaitQuietly(stopped);
            },
            "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      daemon.start();
      stop.await();
    } finally {
      daemon.stop();
      stopped.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Guice gathers what the constructors throw: names in the configuration that nothing offers. */
  private static AgentException wiringError(CreationException e) {
    String messages =
        e.getErrorMessages().stream()
            .map(Message::getCause)
            .filter(AgentException.class::isInstance)
            .map(Throwable::getMessage)
            .map(Objects::requireNonNull)
            .distinct()
            .collect(Collectors.joining("\n  - "));
    return messages.isEmpty()
        ? new AgentException(ErrorCode.INTERNAL, Objects.toString(e.getMessage()), e)
        : new AgentException(ErrorCode.INVALID_CONFIGURATION, messages, e);
  }
}

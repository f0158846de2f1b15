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
import io.orchestrator.agent.host.plugin.PluginSpace;
import io.orchestrator.agent.host.plugin.Plugins;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the daemon until it is told to stop. */
final class Serve {
  private static final Logger log = LoggerFactory.getLogger(Serve.class);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(50);

  private final ServeArguments arguments;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

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
    } finally {
      ended.countDown();
    }
  }

  private void serve(LoadedConfig loaded) throws InterruptedException, IOException {
    loaded.warnings().forEach(log::warn);
    AgentConfig config = loaded.config();
    StateLock lock = StateLock.acquire(config.stateDirectory());
    try {
      Injector base =
          Guice.createInjector(
              Stage.PRODUCTION, new PluginModule(config, PluginSpace.of(config.stateDirectory())));
      PluginLoading loading = base.getInstance(PluginLoading.class);
      try {
        Plugins plugins = loading.load();
        loading.deleteUnused();
        plugins.warnings().forEach(log::warn);
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

  private void untilStopped(AgentDaemon daemon) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndAwaitEnd, "shutdown"));
    try {
      daemon.start();
      stop.await();
    } finally {
      daemon.stop();
    }
  }

  /** The process ends when its shutdown hooks have returned: not before everything is stopped. */
  private void stopAndAwaitEnd() {
    stop.countDown();
    try {
      if (!ended.await(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        log.error("Not everything has stopped within {} s", STOP_LIMIT.toSeconds());
      }
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

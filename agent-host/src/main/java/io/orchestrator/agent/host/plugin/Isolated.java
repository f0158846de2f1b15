package io.orchestrator.agent.host.plugin;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a plugin's code on a thread of its own, so that a hang or an Error ends there. */
final class Isolated {
  private Isolated() {}

  static void run(String pluginId, String step, ClassLoader loader, Duration limit, Runnable code)
      throws InterruptedException, PluginFailure {
    run(pluginId, step, loader, limit, Executors.callable(code));
  }

  static <T> T run(
      String pluginId, String step, ClassLoader loader, Duration limit, Callable<T> code)
      throws InterruptedException, PluginFailure {
    FutureTask<T> task = new FutureTask<>(code);
    Thread thread = new Thread(task, "plugin-" + pluginId + "-" + step);
    thread.setDaemon(true);
    thread.setContextClassLoader(loader);
    thread.start();
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String reason =
          cause instanceof Error ? step + " failed with " + Thrown.text(cause) : Reason.of(cause);
      throw new PluginFailure(reason, cause);
    } catch (InterruptedException e) {
      task.cancel(true);
      throw e;
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new PluginFailure(step + " hangs: no return within " + limit.toSeconds() + " s", e);
    }
  }
}

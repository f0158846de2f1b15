package io.orchestrator.agent.host.plugin;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names the threads that a plugin has left behind: a thread can't be ended from outside. */
final class PluginThreads {
  private static final Logger log = LoggerFactory.getLogger(PluginThreads.class);
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final int MOST_NAMES = 10;

  private PluginThreads() {}

  /** Warns of those that still run a moment after the plugin's stop. */
  static void reportLeft(String pluginId, ClassLoader loader) throws InterruptedException {
    long end = System.nanoTime() + GRACE.toNanos();
    for (Thread thread : of(loader)) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left > 0) {
        thread.join(left);
      }
    }
    List<Thread> left = of(loader);
    if (!left.isEmpty()) {
      log.warn(
          "Plugin {} has left {} running after its stop: {}; a plugin should end them in stop()",
          pluginId,
          left.size() == 1 ? "a thread" : left.size() + " threads",
          names(left));
    }
  }

  // A thread inherits the context class loader of the one that started it.
  private static List<Thread> of(ClassLoader loader) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread != Thread.currentThread())
        .filter(thread -> !isTheJdks(thread))
        .filter(
            thread ->
                thread.getContextClassLoader() == loader
                    || thread.getClass().getClassLoader() == loader)
        .toList();
  }

  // Such as the one that waits for processes to end; it inherits the loader too.
  private static boolean isTheJdks(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return group == null || group.getParent() == null;
  }

  private static String names(List<Thread> threads) {
    String names =
        threads.stream()
            .map(thread -> thread.getName().replaceAll("\\p{Cntrl}", "?"))
            .sorted()
            .limit(MOST_NAMES)
            .collect(Collectors.joining(", "));
    return threads.size() > MOST_NAMES ? names + ", …" : names;
  }
}

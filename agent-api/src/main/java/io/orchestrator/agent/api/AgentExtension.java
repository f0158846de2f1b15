package io.orchestrator.agent.api;

import org.pf4j.ExtensionPoint;

/**
 * What all extension points have in common.
 *
 * <p>An extension is a public class with PF4J's {@code @Extension} and one public constructor,
 * which takes an {@link AgentContext} or nothing. The host creates it once, at start; a constructor
 * that throws makes the extension unavailable and is reported under the plugin's name. It should
 * only keep what it is given and read its settings; work belongs in the verbs.
 *
 * <p>Methods are called from several threads, also at the same time, with the plugin's class loader
 * as the context class loader. An interrupt means "stop now": whatever the method started is ended
 * before {@link InterruptedException} is thrown. Failures are {@link AgentException}s. No method
 * returns null.
 */
public interface AgentExtension extends ExtensionPoint {
  /**
   * The name by which the configuration refers to this extension: lower-case letters, digits and
   * dashes, the same at each call and unique among the extensions of its kind.
   */
  String name();

  /**
   * Can it work on this host now? Cheap (well below a second), repeatable and without side effect;
   * it says what is missing rather than throw. Asked at each start of the agent; one that takes
   * longer than 15 seconds counts as unable to work.
   *
   * @throws InterruptedException if the calling thread is interrupted
   */
  CheckResult check() throws InterruptedException;
}

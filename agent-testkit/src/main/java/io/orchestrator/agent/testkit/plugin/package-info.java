/** Plugin jars, good and bad, for tests of what loads them. */
@NullMarked
package io.orchestrator.agent.testkit.plugin;

import org.jspecify.annotations.NullMarked;

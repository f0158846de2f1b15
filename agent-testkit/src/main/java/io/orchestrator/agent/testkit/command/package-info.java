/** Command runners for tests. */
@NullMarked
package io.orchestrator.agent.testkit.command;

import org.jspecify.annotations.NullMarked;

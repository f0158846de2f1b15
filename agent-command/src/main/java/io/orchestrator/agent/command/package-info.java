/** Starts, watches and ends process trees: the agent's {@code CommandRunner}. */
@NullMarked
package io.orchestrator.agent.command;

import org.jspecify.annotations.NullMarked;

/**
 * Seeds over the host's connection between the agents: a list of all entries first, then the
 * contents in blocks over several connections.
 */
@NullMarked
package io.orchestrator.agent.stream;

import org.jspecify.annotations.NullMarked;

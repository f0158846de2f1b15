/**
 * A stand-in for the orchestrator server that drives agents as the real one does, careless points
 * included.
 */
@NullMarked
package io.orchestrator.agent.testkit.orchestrator;

import org.jspecify.annotations.NullMarked;

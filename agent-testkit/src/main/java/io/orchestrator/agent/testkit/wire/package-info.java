/** The host's connection between the agents, for tests of transports that use it. */
@NullMarked
package io.orchestrator.agent.testkit.wire;

import org.jspecify.annotations.NullMarked;

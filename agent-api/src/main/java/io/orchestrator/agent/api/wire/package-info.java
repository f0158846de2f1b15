/** The host's own connection between the two agents of a seed. */
@NullMarked
package io.orchestrator.agent.api.wire;

import org.jspecify.annotations.NullMarked;

/** The agents' own connection of seeds, as this host's configuration has it. */
@NullMarked
package io.orchestrator.agent.host.wire;

import org.jspecify.annotations.NullMarked;

/** Being known to the orchestrator servers: the token, registration and heartbeat. */
@NullMarked
package io.orchestrator.agent.host.orchestrator;

import org.jspecify.annotations.NullMarked;

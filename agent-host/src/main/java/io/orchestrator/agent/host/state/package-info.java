/** What survives a restart: small files in the state directory. */
@NullMarked
package io.orchestrator.agent.host.state;

import org.jspecify.annotations.NullMarked;

/** Asking the running server through its client program: read-only look-ups. */
@NullMarked
package io.orchestrator.agent.live.client;

import org.jspecify.annotations.NullMarked;

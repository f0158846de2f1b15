/** A private server on the target, into which logical methods load what they have received. */
@NullMarked
package io.orchestrator.agent.live.server;

import org.jspecify.annotations.NullMarked;

/**
 * The connection over which two agents move a seed: see docs/seed-wire.md. A receiver listens and
 * greets first; a sender dials one control lane, for ordered bytes both ways, and data lanes, for
 * blocks. A lane survives its connections.
 */
@NullMarked
package io.orchestrator.agent.wire;

import org.jspecify.annotations.NullMarked;

/** The daemon: entry point, wiring, life cycle. */
@NullMarked
package io.orchestrator.agent.host;

import org.jspecify.annotations.NullMarked;

/** The data directory as a place: whether it may be emptied, emptying it, and its space. */
@NullMarked
package io.orchestrator.agent.host.datadir;

import org.jspecify.annotations.NullMarked;

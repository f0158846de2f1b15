/** What live methods do to the data directory of a target, and sizes. */
@NullMarked
package io.orchestrator.agent.live.datadir;

import org.jspecify.annotations.NullMarked;

/**
 * Seeds: the use cases behind the seed routes, the one active seed, its journal, and the datadir
 * they empty and fill.
 */
@NullMarked
package io.orchestrator.agent.host.seed;

import org.jspecify.annotations.NullMarked;

/** What the methods share that send a server's data as statements. */
@NullMarked
package io.orchestrator.agent.live.logical;

import org.jspecify.annotations.NullMarked;

/** What programs that live methods run say and take. */
@NullMarked
package io.orchestrator.agent.live.tool;

import org.jspecify.annotations.NullMarked;

/** One computation for many callers. */
@NullMarked
package io.orchestrator.agent.host.shared;

import org.jspecify.annotations.NullMarked;

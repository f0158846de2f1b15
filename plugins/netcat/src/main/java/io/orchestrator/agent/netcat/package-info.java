/** Seeds by tar over whichever netcat is installed; understood by any {@code tar | nc} script. */
@NullMarked
package io.orchestrator.agent.netcat;

import org.jspecify.annotations.NullMarked;

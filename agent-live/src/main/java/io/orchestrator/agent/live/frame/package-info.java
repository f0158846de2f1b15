/** How live methods write what they send into one stream, so that its end is seen. */
@NullMarked
package io.orchestrator.agent.live.frame;

import org.jspecify.annotations.NullMarked;

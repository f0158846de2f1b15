/** A fake of what the host gives an extension. */
@NullMarked
package io.orchestrator.agent.testkit.context;

import org.jspecify.annotations.NullMarked;

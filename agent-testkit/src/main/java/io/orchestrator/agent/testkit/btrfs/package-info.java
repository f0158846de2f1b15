/** A btrfs of a test's own. */
@NullMarked
package io.orchestrator.agent.testkit.btrfs;

import org.jspecify.annotations.NullMarked;

/** Disks of a test's own. */
@NullMarked
package io.orchestrator.agent.testkit.disk;

import org.jspecify.annotations.NullMarked;

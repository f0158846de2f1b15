/**
 * Snapshots of LVM, classic and thin, by the tools of lvm2 and mount. They are created by the
 * plugin itself or, the way the Go agent's users have it, by a configured command, and found on
 * other hosts by one.
 */
@NullMarked
package io.orchestrator.agent.lvm;

import org.jspecify.annotations.NullMarked;

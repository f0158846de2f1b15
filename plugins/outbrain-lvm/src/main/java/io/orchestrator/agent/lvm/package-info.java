/**
 * Snapshots of LVM, classic and thin, by the tools of lvm2 and mount, the way the Go agent's users
 * have them: created, and found on other hosts, by configured commands.
 */
@NullMarked
package io.orchestrator.agent.lvm;

import org.jspecify.annotations.NullMarked;

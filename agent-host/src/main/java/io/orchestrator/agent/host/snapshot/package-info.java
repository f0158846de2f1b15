/**
 * Snapshots of all providers: listing, mounting, removing them, and releasing mounts that
 * orchestrator forgot.
 */
@NullMarked
package io.orchestrator.agent.host.snapshot;

import org.jspecify.annotations.NullMarked;

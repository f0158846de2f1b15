/**
 * Snapshots of the MySQL data: listing, creating, mounting, removing them, and which hosts have
 * them.
 */
@NullMarked
package io.orchestrator.agent.api.snapshot;

import org.jspecify.annotations.NullMarked;

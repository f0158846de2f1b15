/**
 * Folders as snapshots: what keeps them in a directory of its own, such as ZFS, NetApp or a script
 * that prepares backups, needs no mounting.
 */
@NullMarked
package io.orchestrator.agent.directory;

import org.jspecify.annotations.NullMarked;

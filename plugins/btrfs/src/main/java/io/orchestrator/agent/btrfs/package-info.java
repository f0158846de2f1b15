/**
 * Snapshots of a data directory that is on btrfs: subvolumes in a folder of the same file system,
 * which are mounted by bind mounts.
 */
@NullMarked
package io.orchestrator.agent.btrfs;

import org.jspecify.annotations.NullMarked;

/**
 * Snapshots of the btrfs subvolume that the datadir is in, by the tools of btrfs-progs and mount.
 */
@NullMarked
package io.orchestrator.agent.btrfs;

import org.jspecify.annotations.NullMarked;

package io.orchestrator.agent.api.snapshot;

/** What may be done with the files of a mounted snapshot. */
public enum MountAccess {
  /** Nothing may change, though a journal may be replayed: for a seed. */
  READ_ONLY,
  /** The files may be written, and the snapshot itself keeps what is written. */
  READ_WRITE,
  /**
   * The files may be written, and the snapshot stays as it was: the provider mounts a copy of it
   * that takes next to no space, is never offered for seeds, and is thrown away when it is
   * unmounted. For a server that is started to look whether the data is good.
   */
  DISPOSABLE
}

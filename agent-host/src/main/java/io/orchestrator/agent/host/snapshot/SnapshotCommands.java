package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.Volume;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mounting and unmounting snapshots, one at a time. */
public final class SnapshotCommands {
  private static final Logger log = LoggerFactory.getLogger(SnapshotCommands.class);
  private static final Duration SENDING_PATIENCE = Duration.ofSeconds(5);

  /** By then a mount is measured: the answer has to come before orchestrator stops waiting. */
  private static final Duration MOUNT_LIMIT = Duration.ofSeconds(45);

  private final SnapshotProviders providers;
  private final SeedMounts seedMounts;
  private final MySqlFacts mysql;
  private final MountViews views;
  private final CurrentMount current;
  private final SnapshotSending transport;
  private final Duration sendingPatience;
  private final Duration mountLimit;
  private final SnapshotLock lock;
  private volatile boolean sending;

  @Inject
  SnapshotCommands(
      SnapshotProviders providers,
      SnapshotLock lock,
      SeedMounts seedMounts,
      MySqlFacts mysql,
      MountViews views,
      CurrentMount current,
      SnapshotSending transport) {
    this(
        providers,
        lock,
        seedMounts,
        mysql,
        views,
        current,
        transport,
        SENDING_PATIENCE,
        MOUNT_LIMIT);
  }

  SnapshotCommands(
      SnapshotProviders providers,
      SnapshotLock lock,
      SeedMounts seedMounts,
      MySqlFacts mysql,
      MountViews views,
      CurrentMount current,
      SnapshotSending transport,
      Duration sendingPatience,
      Duration mountLimit) {
    this.sendingPatience = sendingPatience;
    this.mountLimit = mountLimit;
    this.current = current;
    this.transport = transport;
    this.providers = providers;
    this.lock = lock;
    this.seedMounts = seedMounts;
    this.mysql = mysql;
    this.views = views;
  }

  /**
   * Mounts a snapshot for a seed, read-only. It is unmounted again if no seed uses it.
   *
   * @param path as the list of volumes shows it
   * @throws AgentException if it can't be mounted, could not be sent, has no data directory in it,
   *     or could not be measured in time: then nothing is mounted, and orchestrator must not go on
   *     to delete the target's data
   */
  public MountView mount(String path) throws InterruptedException {
    long end = System.nanoTime() + mountLimit.toNanos();
    return lock.alone(
        () -> {
          OwnedVolume owned = current.mountable(path);
          transport.require(owned.volume());
          return mountNoted(owned, end);
        });
  }

  /**
   * Mounts a snapshot for an operator. It stays until it is unmounted, also if it could not be
   * measured in time; its sizes are 0 then.
   *
   * @param path as the list of volumes shows it
   * @param access read-only or read-write
   * @throws AgentException if it can't be mounted
   */
  public MountView mountToStay(String path, MountAccess access) throws InterruptedException {
    long end = System.nanoTime() + mountLimit.toNanos();
    return lock.alone(() -> mountForGood(current.mountable(path), access, end));
  }

  private MountView mountForGood(OwnedVolume owned, MountAccess access, long end)
      throws InterruptedException {
    // Nothing is mounted, so a note is of a mount that somebody took away by hand.
    seedMounts.unmounted();
    Mount mount = current.mount(owned, access);
    try {
      return views.of(mount, left(end));
    } catch (AgentException unmeasured) {
      log.warn("{} is mounted; its size is not known: {}", mount.path(), unmeasured.getMessage());
      return views.unmeasured(mount);
    }
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  // The note comes first: a mount that nobody knows of would never be released.
  private MountView mountNoted(OwnedVolume owned, long end) throws InterruptedException {
    Volume volume = owned.volume();
    seedMounts.mounted(volume.path());
    Mount mount = mountOrForget(owned);
    boolean good = false;
    try {
      MountView view = views.of(mount, left(end));
      requireData(volume, view);
      transport.requireData(volume, Path.of(view.mysqlDataPath()));
      good = true;
      return view;
    } finally {
      if (!good) {
        current.unmount(owned.provider(), mount);
        seedMounts.unmounted();
      }
    }
  }

  // One that did not end in time may be done by the kernel later: its note stays, to release it.
  private Mount mountOrForget(OwnedVolume owned) throws InterruptedException {
    try {
      return current.mount(owned, MountAccess.READ_ONLY);
    } catch (AgentException failed) {
      if (failed.code() != ErrorCode.TIMED_OUT && current.isNone()) {
        seedMounts.unmounted();
      }
      throw failed;
    }
  }

  private void requireData(Volume volume, MountView view) throws InterruptedException {
    if (view.mysqlDataPath().isEmpty()) {
      throw new AgentException(
          ErrorCode.NOT_FOUND,
          "The snapshot "
              + volume.name()
              + " holds no MySQL data directory (no ibdata1 where "
              + mysql.datadir()
              + " would be, nor in any other one folder); it was unmounted again");
    }
  }

  /** Unmounts whatever is mounted; nothing mounted is no error. */
  public MountView unmount() throws InterruptedException {
    awaitEndOfSending();
    return lock.alone(this::unmountAlone);
  }

  // Orchestrator hears of a seed's end from the target, and may be quicker than the source.
  private synchronized void awaitEndOfSending() throws InterruptedException {
    long deadline = System.nanoTime() + sendingPatience.toNanos();
    long left = sendingPatience.toMillis();
    while (sending && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }
  }

  private MountView unmountAlone() throws InterruptedException {
    if (sending) {
      throw new AgentException(
          ErrorCode.CONFLICT, "Could not unmount: a seed is being sent from it; abort the seed");
    }
    MountView left = current.unmount();
    seedMounts.unmounted();
    return left;
  }

  /** What is mounted. */
  public MountView mounted() throws InterruptedException {
    return current.view();
  }

  /**
   * Reserves what is mounted for a seed that is to be sent.
   *
   * @throws AgentException {@code CONFLICT} if nothing is mounted, or a seed is sent already; as
   *     {@link SnapshotSending#source}
   */
  public SeedSource beginSending() throws InterruptedException {
    return lock.alone(
        () -> {
          if (sending) {
            throw new AgentException(
                ErrorCode.CONFLICT, "Could not send: a seed is being sent from the mount already");
          }
          SeedSource source = transport.source();
          seedMounts.inUse();
          sending = true;
          return source;
        });
  }

  /** The seed that was sent from the mount has ended. */
  public void endSending() {
    synchronized (this) {
      sending = false;
      notifyAll();
    }
    seedMounts.released();
  }

  /** Unmounts what was mounted through the API and then forgotten. */
  public void releaseForgotten() throws InterruptedException {
    if (!sending && (seedMounts.isInUse() || seedMounts.forgotten().isPresent())) {
      release(this::isForgotten, "no seed has used it for too long");
    }
  }

  // Within the lock. A full disk may have kept a send's end from being written down.
  private boolean isForgotten() {
    if (sending) {
      return false;
    }
    seedMounts.released();
    return seedMounts.forgotten().isPresent();
  }

  private void release(BooleanSupplier still, String why) throws InterruptedException {
    var unused =
        lock.alone(
            () -> {
              Optional<SeedMountNote> note = seedMounts.note().filter(it -> still.getAsBoolean());
              if (note.isPresent()) {
                releaseAlone(note.get(), why);
              }
              return note;
            });
  }

  // What was mounted there by other hands since then is not the agent's to take away.
  private void releaseAlone(SeedMountNote note, String why) throws InterruptedException {
    Optional<Mount> mounted = providers.mounted().map(OwnedMount::mount);
    if (mounted.filter(note::isOf).isPresent()) {
      log.warn("Unmounting {}: {}", note.volumePath(), why);
      var unused = unmountAlone();
    } else if (mounted.filter(other -> other.volumePath().isEmpty()).isEmpty()) {
      log.info("{} is not mounted any more", note.volumePath());
      seedMounts.unmounted();
    }
    // Else its provider may have failed, and another one sees a mount of it knows not what.
  }

  /**
   * At the agent's start: unmounts what an agent was sending from when it was killed. Orchestrator
   * has no way to tell this one to.
   */
  public void releaseInterrupted() throws InterruptedException {
    if (!seedMounts.isInUse()) {
      return;
    }
    seedMounts.released();
    try {
      release(() -> true, "the agent was killed while it sent from it");
    } catch (AgentException e) {
      log.error("Could not unmount yet, it is tried again later: {}", e.getMessage());
    }
  }

  /**
   * At the agent's stop: unmounts what was mounted through the API. The running server that was
   * chosen and not sent yet stays so: that costs nothing, and orchestrator may be about to send.
   */
  public void releaseAtStop() throws InterruptedException {
    Optional<SeedMountNote> note = seedMounts.note();
    if (note.isPresent() && !(note.get().fresh() && providers.isLive(note.get().volumePath()))) {
      endSending();
      release(() -> true, "the agent stops");
    }
  }
}

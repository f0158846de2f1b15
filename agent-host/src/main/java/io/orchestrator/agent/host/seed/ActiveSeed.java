package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.seed.ReplicationStart;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.wire.WireReceiver;
import io.orchestrator.agent.api.wire.WireSender;
import io.orchestrator.agent.command.CommandScope;
import io.orchestrator.agent.command.ScopeActivity;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The seed that goes on now. Used from the transport's thread, HTTP threads and the stall watch.
 */
final class ActiveSeed implements Transfer {
  /** Why a seed is to be ended before its transport is done. */
  record Stop(SeedRecord.State state, String reason) {}

  /** Looks whether the data that is sent is lost. */
  interface SourceLook {
    Optional<String> problem() throws InterruptedException;
  }

  /** How long a sender has to tell the receiver why it ends. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private volatile SeedRecord record;
  private final CommandScope scope;
  private final SourceLook source;
  private final AtomicLong transferred = new AtomicLong();
  private final CountDownLatch listeningOrOver = new CountDownLatch(1);
  private final CountDownLatch returned = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile String phase = "starting";
  private volatile boolean peersTurn;
  private final AtomicLong workBefore = new AtomicLong();
  private volatile Optional<WireSender> sender = Optional.empty();
  private volatile Optional<WireReceiver> receiver = Optional.empty();
  private volatile Optional<WireCourse.LastWord> lastWord = Optional.empty();
  private volatile Optional<FreedRoom> room = Optional.empty();
  private @Nullable Stop stop;
  private @Nullable Thread thread;
  private boolean settled;

  ActiveSeed(SeedRecord record, CommandScope scope, SourceLook source) {
    this.record = record;
    this.scope = scope;
    this.source = source;
  }

  SeedRecord record() {
    return record;
  }

  SeedId id() {
    return new SeedId(record.id());
  }

  @Override
  public CommandRunner commands() {
    return scope;
  }

  @Override
  public void listening() {
    listeningOrOver.countDown();
  }

  @Override
  public void transferred(long total) {
    transferred.accumulateAndGet(total, Math::max);
  }

  @Override
  public void phase(String now) {
    phase = now;
  }

  @Override
  public boolean awaitRoom(long bytes, Duration limit) throws InterruptedException {
    return room.isEmpty() || room.get().await(bytes, limit);
  }

  /** From now on it can wait for the room that deleted data takes still. */
  void waitsForRoomBy(FreedRoom freed) {
    room = Optional.of(freed);
  }

  /** The host itself has done something for it. */
  void worked() {
    workBefore.incrementAndGet();
  }

  @Override
  public Optional<String> endReason() {
    Optional<String> known = stopReason();
    return known.isPresent() ? known : sourceProblemUninterrupted();
  }

  /** The failure with the reason that the host knows of, if it knows a better one. */
  AgentException explained(AgentException seen) {
    return endReason().map(cause -> new AgentException(seen.code(), cause, seen)).orElse(seen);
  }

  @Override
  public WireSender wireSender() {
    return sender.orElseThrow(() -> noWire("send"));
  }

  @Override
  public WireReceiver wireReceiver() {
    return receiver.orElseThrow(() -> noWire("receive"));
  }

  private AgentException noWire(String verb) {
    return new AgentException(
        ErrorCode.UNSUPPORTED,
        "The transport %s has no connection of the host to %s by: its usesWire() must be true"
            .formatted(record.transport(), verb));
  }

  /** From now on the transport may send by this connection, from the beginning. */
  void sendsBy(WireSender wire) {
    workBefore.addAndGet(transferred.getAndSet(0));
    peersTurn = false;
    sender = Optional.of(wire);
  }

  /** From now on the transport may receive by this connection; the sender chose which one. */
  void receivesBy(WireReceiver wire, String transport) {
    receiver = Optional.of(wire);
    record = record.by(transport);
  }

  /** It comes from this address. */
  void comesFrom(InetAddress sender) {
    record = record.from(sender.getHostAddress());
  }

  /** If it is stopped and its transport does not return, the peer is told by this. */
  void tellsPeerBy(WireCourse.LastWord word) {
    lastWord = Optional.of(word);
  }

  /** A replica of it begins there. */
  void replicatesFrom(ReplicationStart start) {
    record = record.replicatingFrom(start);
  }

  /** From now on the peer's agent works and watches itself; the wire knows whether it lives. */
  void waitsForPeer() {
    peersTurn = true;
  }

  boolean isPeersTurn() {
    return peersTurn;
  }

  private synchronized Optional<String> stopReason() {
    return Optional.ofNullable(stop).map(Stop::reason);
  }

  private Optional<String> sourceProblemUninterrupted() {
    boolean interrupted = Thread.interrupted();
    try {
      return source.problem();
    } catch (InterruptedException again) {
      interrupted = true;
      return stopReason();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What has become of the data that is sent, if it is lost. */
  Optional<String> sourceProblem() throws InterruptedException {
    return source.problem();
  }

  long bytes() {
    return transferred.get();
  }

  String phase() {
    return phase;
  }

  /** A number that grows as long as anything of this seed works. */
  long work() {
    ScopeActivity activity = scope.activity();
    return workBefore.get() + transferred.get() + activity.cpuTicks() + activity.ioBytes();
  }

  /**
   * From now on this thread works for it, and is interrupted when the seed is stopped.
   *
   * @return false if the seed is stopped already
   */
  synchronized boolean beginsOn(Thread transport) {
    thread = transport;
    return stop == null;
  }

  /**
   * Ends it early; the first reason stays. Returns before it is over, but after its processes. A
   * sender's are left a moment longer, to pass the reason on.
   *
   * @return false if it was stopped before, or its outcome is settled already
   */
  boolean stop(SeedRecord.State state, String reason) {
    boolean speaks;
    synchronized (this) {
      if (stop != null || settled) {
        return false;
      }
      stop = new Stop(state, reason);
      speaks = thread != null && record.role() == SeedRecord.Role.SEND;
      if (thread != null) {
        thread.interrupt();
      }
    }
    if (speaks) {
      awaitLastWords();
    }
    scope.close();
    if (!speaks && lastWord.isPresent()) {
      awaitLastWords();
    }
    if (returned.getCount() > 0) {
      lastWord.ifPresent(word -> say(word, new AgentException(ErrorCode.ABORTED, reason)));
    }
    return true;
  }

  /** A thread that hangs in a broken disk tells nobody, and the peer would wait for ever. */
  private static void say(WireCourse.LastWord word, AgentException why) {
    try {
      word.say(why);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitLastWords() {
    try {
      boolean unused = returned.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  /** The transport has returned. */
  void returned() {
    returned.countDown();
  }

  /**
   * The transport is done. From now on nothing changes the outcome or interrupts its thread, which
   * could not write the outcome down otherwise.
   */
  synchronized Optional<Stop> settle() {
    settled = true;
    thread = null;
    boolean unused = Thread.interrupted();
    return Optional.ofNullable(stop);
  }

  /** It is over for everyone who waits. */
  void over() {
    listeningOrOver.countDown();
    over.countDown();
  }

  void closeScope() {
    scope.close();
  }

  /** Waits until the receiver listens or the seed is over. */
  boolean awaitListening(Duration limit) throws InterruptedException {
    return listeningOrOver.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean awaitOver(Duration limit) throws InterruptedException {
    return over.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public String toString() {
    return "seed " + record.id();
  }
}

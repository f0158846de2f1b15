package io.orchestrator.agent.host.seed;

import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.command.CommandScope;
import io.orchestrator.agent.command.ScopeActivity;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The seed that goes on now. Used from the transport's thread, HTTP threads and the stall watch.
 */
final class ActiveSeed implements Transfer {
  /** Why a seed is to be ended before its transport is done. */
  record Stop(SeedRecord.State state, String reason) {}

  private final SeedRecord record;
  private final CommandScope scope;
  private final AtomicLong transferred = new AtomicLong();
  private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();
  private final CountDownLatch listeningOrOver = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile String phase = "starting";
  private volatile @Nullable Thread thread;

  ActiveSeed(SeedRecord record, CommandScope scope) {
    this.record = record;
    this.scope = scope;
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

  long bytes() {
    return transferred.get();
  }

  String phase() {
    return phase;
  }

  /** A number that grows as long as anything of this seed works. */
  long work() {
    ScopeActivity activity = scope.activity();
    return transferred.get() + activity.cpuTicks() + activity.ioBytes();
  }

  void runsOn(Thread transport) {
    thread = transport;
  }

  /** Ends it early; the first reason stays. Returns before it is over. */
  void stop(SeedRecord.State state, String reason) {
    if (stop.compareAndSet(null, new Stop(state, reason))) {
      Thread transport = thread;
      if (transport != null) {
        transport.interrupt();
      }
      scope.close();
    }
  }

  Optional<Stop> stopped() {
    return Optional.ofNullable(stop.get());
  }

  /** Ends what still runs of it; the seed is over for everyone who waits. */
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

package io.orchestrator.agent.host.shared;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An expensive answer that concurrent callers share: the first one computes it in its own thread,
 * the others wait for what it finds. A failure goes to all that wait and is not kept. When the
 * computing caller is interrupted, one of those that wait computes anew.
 *
 * @param <T> the answer
 */
public final class SharedAnswer<T> {
  /** What finds the answer. Must not ask the {@link SharedAnswer} that it serves. */
  @FunctionalInterface
  public interface Computation<T> {
    /**
     * The answer, not null.
     *
     * @throws InterruptedException if the calling thread is interrupted
     */
    T compute() throws InterruptedException;
  }

  private record Kept<T>(T answer, long end) {}

  private final Object lock = new Object();
  private final Computation<? extends T> computation;
  private final UnaryOperator<Duration> freshness;
  private final LongSupplier nanoTime;
  private @Nullable CompletableFuture<Optional<T>> running;
  private @Nullable Kept<T> kept;

  /**
   * An answer that stays good for a time that depends on how long it took to find.
   *
   * @param computation finds it
   * @param freshness how long it stays good, by how long it took; zero or less for not at all
   */
  public SharedAnswer(Computation<? extends T> computation, UnaryOperator<Duration> freshness) {
    this(computation, freshness, System::nanoTime);
  }

  SharedAnswer(
      Computation<? extends T> computation,
      UnaryOperator<Duration> freshness,
      LongSupplier nanoTime) {
    this.computation = computation;
    this.freshness = freshness;
    this.nanoTime = nanoTime;
  }

  /** An answer that is shared only by those who ask while it is being found. */
  public static <T> SharedAnswer<T> whileComputing(Computation<? extends T> computation) {
    return new SharedAnswer<>(computation, took -> Duration.ZERO);
  }

  /** An answer that stays good for this long. */
  public static <T> SharedAnswer<T> goodFor(Duration time, Computation<? extends T> computation) {
    return new SharedAnswer<>(computation, took -> time);
  }

  /**
   * The answer: a kept one that is still good, else the one that another caller is about to find,
   * else computed now.
   *
   * @throws InterruptedException if the calling thread is interrupted
   */
  public T get() throws InterruptedException {
    return get(computation);
  }

  /**
   * The same, but if this caller has to compute it, then like this.
   *
   * @throws InterruptedException if the calling thread is interrupted
   */
  public T get(Computation<? extends T> own) throws InterruptedException {
    while (true) {
      CompletableFuture<Optional<T>> mine = new CompletableFuture<>();
      CompletableFuture<Optional<T>> other;
      synchronized (lock) {
        if (kept != null && nanoTime.getAsLong() - kept.end() < 0) {
          return kept.answer();
        }
        other = running;
        if (other == null) {
          running = mine;
        }
      }
      if (other == null) {
        return compute(own, mine);
      }
      Optional<T> found = await(other);
      if (found.isPresent()) {
        return found.get();
      }
    }
  }

  private T compute(Computation<? extends T> own, CompletableFuture<Optional<T>> mine)
      throws InterruptedException {
    try {
      long start = nanoTime.getAsLong();
      T answer = own.compute();
      long end = nanoTime.getAsLong();
      long good = freshness.apply(Duration.ofNanos(end - start)).toNanos();
      finish(good > 0 ? new Kept<>(answer, end + good) : null);
      mine.complete(Optional.of(answer));
      return answer;
    } catch (InterruptedException interrupted) {
      finish(null);
      mine.complete(Optional.empty());
      throw interrupted;
    } catch (RuntimeException | Error failure) {
      finish(null);
      mine.completeExceptionally(failure);
      throw failure;
    }
  }

  private void finish(@Nullable Kept<T> answer) {
    synchronized (lock) {
      kept = answer;
      running = null;
    }
  }

  private static <T> Optional<T> await(CompletableFuture<Optional<T>> other)
      throws InterruptedException {
    try {
      return other.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      if (failed.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(failed);
    }
  }
}

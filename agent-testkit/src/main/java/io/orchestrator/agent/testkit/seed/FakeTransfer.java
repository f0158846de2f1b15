package io.orchestrator.agent.testkit.seed;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.wire.WireReceiver;
import io.orchestrator.agent.api.wire.WireSender;
import io.orchestrator.agent.command.CommandScope;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.wire.RateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;

/**
 * One transfer of a host that a test plays: keeps what the transport reports, and ends its
 * processes like the host does.
 */
public final class FakeTransfer implements Transfer, AutoCloseable {
  private final String marker = UUID.randomUUID().toString();
  private final CommandScope scope = new ProcessRunner(false).scope(marker);
  private final CommandRunner commands;
  private final CountDownLatch listening = new CountDownLatch(1);
  private final AtomicInteger timesListening = new AtomicInteger();
  private final List<String> phases = new CopyOnWriteArrayList<>();
  private volatile Optional<String> endReason = Optional.empty();
  private volatile Optional<WireSender> sender = Optional.empty();
  private volatile Optional<WireReceiver> receiver = Optional.empty();
  private final List<Long> totals = new ArrayList<>();
  private volatile LongPredicate room = bytes -> true;
  private volatile Consumer<String> phaseWatch = phase -> {};
  private final RateLimit rate = new RateLimit(0);

  /** A transfer that starts real programs, without sudo. */
  public FakeTransfer() {
    this.commands = scope;
  }

  /** A transfer that starts programs by this runner, such as {@code ScriptedCommands}. */
  public FakeTransfer(CommandRunner commands) {
    this.commands = commands;
  }

  /**
   * A transfer whose programs are ended as those of {@link #FakeTransfer()}.
   *
   * @param around what stands between the transport and the runner, such as {@code OtherPrograms}
   */
  public FakeTransfer(UnaryOperator<CommandRunner> around) {
    this.commands = around.apply(scope);
  }

  @Override
  public CommandRunner commands() {
    return commands;
  }

  @Override
  public void listening() {
    timesListening.incrementAndGet();
    listening.countDown();
  }

  @Override
  public void transferred(long total) {
    synchronized (totals) {
      totals.add(total);
    }
  }

  @Override
  public void phase(String phase) {
    phases.add(phase);
    phaseWatch.accept(phase);
  }

  /** From now on this is called within each call of {@link #phase}. */
  void watchPhases(Consumer<String> watch) {
    phaseWatch = watch;
  }

  /** From now on this is asked for each answer of {@link #awaitRoom}, which is at once. */
  public void answersForRoom(LongPredicate answer) {
    room = answer;
  }

  @Override
  public boolean awaitRoom(long bytes, Duration limit) {
    return room.test(bytes);
  }

  @Override
  public Optional<String> endReason() {
    return endReason;
  }

  @Override
  public WireSender wireSender() {
    return sender.orElseThrow(() -> withoutWire("send"));
  }

  @Override
  public WireReceiver wireReceiver() {
    return receiver.orElseThrow(() -> withoutWire("receive"));
  }

  private static AgentException withoutWire(String call) {
    return new AgentException(
        ErrorCode.UNSUPPORTED, "This is no " + call + " of a transport that uses the wire");
  }

  /** From now on this is a send over such an end; see {@code WirePair} and {@link HostCall}. */
  public void sendsOver(WireSender end) {
    sender = Optional.of(end);
  }

  /** From now on this is a receive over such an end; see {@code WirePair} and {@link HostCall}. */
  public void receivesOver(WireReceiver end) {
    receiver = Optional.of(end);
  }

  /**
   * From now on the wire sends no more than this, so that a test can act while a transfer is in its
   * middle.
   *
   * @param bytesPerSecond 0 for no limit, as at first
   */
  public void limitRate(long bytesPerSecond) {
    rate.change(bytesPerSecond);
  }

  RateLimit rate() {
    return rate;
  }

  /** From now on the host knows this reason why the transfer can't succeed. */
  public void knowEndReason(String reason) {
    endReason = Optional.of(reason);
  }

  /**
   * Waits until the transport says that it listens.
   *
   * @return false if it did not within the limit
   */
  public boolean awaitListening(Duration limit) throws InterruptedException {
    return listening.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** How many times the transport said so. */
  public int timesListening() {
    return timesListening.get();
  }

  /** What it said it was doing, in order. */
  public List<String> phases() {
    return List.copyOf(phases);
  }

  /** The totals it reported, in order. */
  public List<Long> totals() {
    synchronized (totals) {
      return List.copyOf(totals);
    }
  }

  /** The highest total it reported; 0 before the first. */
  public long transferred() {
    return totals().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /**
   * The real programs of this transfer that still run, one line each, also those that their parents
   * have left behind.
   */
  public List<String> processes() {
    return MarkedProcesses.of(marker);
  }

  /**
   * Aborts like the host: interrupts the thread on which the transport works, and ends all programs
   * of the transfer.
   */
  public void abort(Thread worker) {
    worker.interrupt();
    close();
  }

  /**
   * Ends all programs of the transfer, as the host does when send or receive has returned; no more
   * can be started.
   */
  @Override
  public void close() {
    scope.close();
  }
}

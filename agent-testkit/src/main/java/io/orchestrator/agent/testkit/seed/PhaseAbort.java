package io.orchestrator.agent.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * An abort of a receive in one of its phases, and what is required of it then: both sides end soon,
 * the receive as aborted and without another phase; nothing runs on, and what has arrived is left
 * to the host.
 *
 * @param hosts set up, not started
 * @param phase how its words begin
 */
public record PhaseAbort(LivePair hosts, String phase) {
  private static final Duration COMES = Duration.ofMinutes(3);
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Seeds, and aborts before the phase, which comes behind the data, has done anything. */
  public void atItsBegin() throws InterruptedException {
    abortAtItsBegin();
    requireData();
  }

  /** The same with a phase before any data comes. */
  public void beforeDataComes() throws InterruptedException {
    abortAtItsBegin();
    assertThat(hosts.datadir()).as("nothing has arrived yet").isEmptyDirectory();
  }

  private void abortAtItsBegin() throws InterruptedException {
    hosts.abortedIn(phase).start();
    Awaitility.await("the phase \"" + phase + "\"").atMost(COMES).until(this::hasComeOrNeverWill);
    requireEnd();
  }

  private boolean hasComeOrNeverWill() throws InterruptedException {
    return hosts.receiving().phases().stream().anyMatch(shown -> shown.startsWith(phase))
        || hosts.receiver().endsWithin(Duration.ZERO);
  }

  /**
   * Seeds, and aborts while a program of the phase runs.
   *
   * @param program what is in its command line and in no other one
   */
  public void whileItRuns(String program) throws InterruptedException {
    hosts.start();
    Awaitility.await("the program " + program)
        .atMost(COMES)
        .until(
            () -> hosts.receiving().processes().stream().anyMatch(line -> line.contains(program)));
    hosts.abortReceiver();
    requireEnd();
    requireData();
  }

  private void requireData() {
    assertThat(hosts.datadir()).as("the host removes what has arrived").isNotEmptyDirectory();
  }

  private void requireEnd() throws InterruptedException {
    requireSoon(hosts.receiver(), "receive");
    requireSoon(hosts.sender(), "send");
    Throwable failure = hosts.receiveFailure();
    assertThat(isAbort(failure)).as("does it end as aborted? It says: %s", failure).isTrue();
    Throwable unused = hosts.sendFailure();
    assertThat(hosts.receiving().phases())
        .as("phases of a receive that was aborted in one: it begins no other")
        .last()
        .asString()
        .startsWith(phase);
    assertThat(hosts.processes()).as("processes that are left").isEmpty();
  }

  private void requireSoon(TransferRun run, String side) throws InterruptedException {
    if (!run.endsWithin(SOON)) {
      throw new AssertionError(
          "%s() has not come to an end within %s after the abort while it was %s; its phases: %s"
              .formatted(side, SOON, phase, run.transfer().phases()));
    }
  }

  private static boolean isAbort(Throwable failure) {
    return failure instanceof InterruptedException
        || (failure instanceof AgentException known && known.code() == ErrorCode.ABORTED);
  }
}

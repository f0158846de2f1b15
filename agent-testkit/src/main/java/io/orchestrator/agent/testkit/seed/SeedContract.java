package io.orchestrator.agent.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentExtension;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.extension.ExtensionContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the parts of {@link SeedTransportContract} have in common: two hosts, and how they end. */
abstract class SeedContract extends ExtensionContract {
  /** More than the buffers on the way hold, so that a transfer can be held in its middle. */
  private static final long LARGE = 24_000_000;

  /** Where it is held. */
  static final long MIDDLE = 2_000_000;

  static final long SMALL = 6_000_000;

  @TempDir Path folder;
  private SeedRig rig;

  /**
   * The transport of a host, made as the host makes it.
   *
   * @param context the host; add the transport's settings to it
   */
  protected abstract SeedTransport transport(FakeAgentContext context);

  /** How long a seed of some megabytes may take, and the end of one that was cut or aborted. */
  protected Duration patience() {
    return Duration.ofSeconds(30);
  }

  /** The limit of a connection that never comes; longer than the transport needs to notice. */
  protected Duration connectLimit() {
    return Duration.ofSeconds(2);
  }

  /** Does it keep the holes of sparse files? */
  protected boolean supportsSparseFiles() {
    return true;
  }

  /** Does its receiver count what arrives? The host measures the data directory where none does. */
  protected boolean supportsProgress() {
    return true;
  }

  /**
   * Does its receiver listen on the address of the request only? False only where it can't choose,
   * for it is reachable over every network of the host then.
   */
  protected boolean supportsListenAddress() {
    return true;
  }

  /** Can it tell a full disk from another failure of what it runs? */
  protected boolean supportsTellingAFullDisk() {
    return true;
  }

  /** Can its sender tell a receiver that is gone from another failure of what it runs? */
  protected boolean supportsTellingALostReceiver() {
    return true;
  }

  /**
   * Can its receiver tell a cut stream from a complete one? Without that half a seed passes for a
   * whole one, so false needs a very good reason.
   */
  protected boolean supportsCutDetection() {
    return true;
  }

  @Override
  protected final AgentExtension extension() throws Exception {
    return transport(FakeAgentContext.in(folder.resolve("alone")));
  }

  @BeforeEach
  final void setUpTwoHosts() throws Exception {
    rig = new SeedRig(folder, this::transport, patience());
  }

  @AfterEach
  final void requireNothingLeft() throws Exception {
    rig.requireNothingLeft();
  }

  final SeedRig rig() {
    return rig;
  }

  final SeedFolders folders() {
    return rig.folders();
  }

  final void assumeCutDetection() {
    Assumptions.assumeTrue(supportsCutDetection(), "this transport can't tell a cut stream");
  }

  /** Starts to send through the relay and returns when that holds the transfer in its middle. */
  final TransferRun sendToTheHold(Relay relay) throws Exception {
    return sendToTheHold(rig, relay);
  }

  final TransferRun sendToTheHold(SeedRig from, Relay relay) throws Exception {
    from.folders().fill(LARGE);
    TransferRun send = from.sender(relay.port(), patience()).start();
    boolean held = relay.awaitHold(patience());
    if (send.endsWithin(Duration.ZERO)) {
      send.result(Duration.ZERO);
      throw new AssertionError("send() returned before the receiver had it all");
    }
    assertThat(held)
        .as(
            "send() must send the files' contents; it is still busy with "
                + send.transfer().phases())
        .isTrue();
    return send;
  }

  final void assertSame(SeedRig seeded) throws Exception {
    assertSame(seeded, "");
  }

  final void assertSame(SeedRig seeded, String after) throws Exception {
    assertThat(seeded.folders().differences())
        .as("differences between the source's folder and the target's datadir" + after)
        .filteredOn(line -> supportsSparseFiles() || !line.contains(" allocated size "))
        .isEmpty();
  }
}

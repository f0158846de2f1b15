package io.orchestrator.agent.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentExtension;
import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.extension.ExtensionContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The part of {@link SeedTransportContract} that is about seeds that succeed. */
abstract class SeedCourseContract extends ExtensionContract {
  /** More than the buffers on the way hold, so that a transfer can be held in its middle. */
  private static final long LARGE = 24_000_000;

  /** Where it is held. */
  static final long MIDDLE = 2_000_000;

  private static final long SMALL = 6_000_000;
  private static final String HOSTS_OWN = ".orchestrator-agent-trash";

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

  @Test
  void sendsSnapshots() throws Exception {
    SeedTransport transport = transport(FakeAgentContext.in(folder.resolve("alone")));
    assertThat(transport.content())
        .as("content() must be the same at each call; this contract is for SNAPSHOT")
        .isEqualTo(SeedContent.SNAPSHOT)
        .isEqualTo(transport.content());
  }

  @Test
  void movesADataDirectory() throws Exception {
    rig.fillSource(SMALL);
    rig.seed();
    assertSame(rig);
  }

  @Test
  void leavesTheSourceAsItWas() throws Exception {
    rig.fillSource(SMALL);
    rig.seed();
    assertThat(rig.changesOfSource(SMALL))
        .as("changes of the source by a seed: sending must not change it")
        .isEmpty();
  }

  @Test
  void movesASingleFile() throws Exception {
    rig.fillSourceWithOneFile();
    rig.seed();
    assertSame(rig);
  }

  @Test
  void copesWithFoldersOfOddNames() throws Exception {
    SeedRig odd =
        new SeedRig(folder.resolve("it's; $(touch x) \"odd\""), this::transport, patience());
    odd.fillSourceWithOneFile();
    odd.seed();
    assertSame(odd);
    odd.requireNothingLeft();
  }

  @Test
  void leavesTheHostsOwnFoldersInTheDatadirAlone() throws Exception {
    Path own = Files.createDirectories(rig.datadir().resolve(HOSTS_OWN)).resolve("kept");
    Files.writeString(own, "kept");
    rig.fillSourceWithOneFile();
    rig.seed();
    assertSame(rig);
    assertThat(own).as("a file in the host's hidden folder, after a seed").hasContent("kept");
  }

  @Test
  void saysOnceThatItListens() throws Exception {
    rig.fillSourceWithOneFile();
    TransferRun receive = rig.receive();
    rig.send().result(patience());
    receive.result(patience());
    assertThat(receive.transfer().timesListening()).as("calls of listening()").isEqualTo(1);
  }

  @Test
  void saysWhatItDoes() throws Exception {
    rig.fillSourceWithOneFile();
    TransferRun receive = rig.receive();
    TransferRun send = rig.send();
    send.result(patience());
    receive.result(patience());
    assertThat(receive.transfer().phases()).as("calls of phase() in receive()").isNotEmpty();
    assertThat(send.transfer().phases()).as("calls of phase() in send()").isNotEmpty();
  }

  @Test
  void tellsItsProgressWhileItReceives() throws Exception {
    Assumptions.assumeTrue(supportsProgress(), "this transport can't count what arrives");
    TransferRun receive = rig.receive();
    Relay relay = rig.relay(2 * MIDDLE);
    TransferRun send = sendToTheHold(relay);
    Awaitility.await("receive() must tell by transferred() what has arrived, while more is to come")
        .atMost(patience())
        .until(() -> receive.transfer().transferred() > 0);
    long before = receive.transfer().transferred();
    relay.release();
    send.result(patience());
    receive.result(patience());
    assertThat(receive.transfer().transferred())
        .as("the last number given to transferred() must count what came since")
        .isGreaterThan(before);
  }

  @Test
  void waitsForAReceiverThatIsLate() throws Exception {
    rig.fillSourceWithOneFile();
    TransferRun send = rig.send();
    assertThat(send.endsWithin(Duration.ofMillis(500)))
        .as("send() must try again until its connectLimit is over")
        .isFalse();
    TransferRun receive = rig.receive();
    send.result(patience());
    receive.result(patience());
    assertSame(rig);
  }

  @Test
  void seedsAgain() throws Exception {
    rig.fillSourceWithOneFile();
    rig.seed();
    rig.assertPortIsFree();
    Files.delete(rig.datadir().resolve("ibdata1"));
    rig.seed();
    assertSame(rig);
  }

  @Test
  void finishesTwice() throws Exception {
    rig.fillSource(SMALL);
    rig.seed();
    rig.finish();
    rig.finish();
  }

  /** Starts to send through the relay and returns when that holds the transfer in its middle. */
  final TransferRun sendToTheHold(Relay relay) throws Exception {
    rig.fillSource(LARGE);
    TransferRun send = rig.send(relay.port(), patience());
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

  private void assertSame(SeedRig seeded) throws Exception {
    assertThat(seeded.differences())
        .as("differences between the source's folder and the target's datadir")
        .filteredOn(line -> supportsSparseFiles() || !line.contains(" allocated size "))
        .isEmpty();
  }
}

package io.orchestrator.agent.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.AgentExtension;
import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.extension.ExtensionContract;
import java.io.IOException;
import java.io.UncheckedIOException;
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
  void movesAFolderWithAllThatIsInIt() throws Exception {
    SourceTree.everything(rig.sourceFolder());
    rig.seed();
  }

  @Test
  void movesASingleFile() throws Exception {
    SourceTree.onlyIbdata(rig.sourceFolder());
    rig.seed();
  }

  @Test
  void movesOddNames() throws Exception {
    SourceTree.oddNames(rig.sourceFolder());
    rig.seed();
  }

  @Test
  void copesWithFoldersOfOddNames() throws Exception {
    SeedRig odd =
        new SeedRig(folder.resolve("it's; $(touch x) \"odd\""), this::transport, patience());
    SourceTree.onlyIbdata(odd.sourceFolder());
    odd.seed();
    odd.requireNothingLeft();
  }

  @Test
  void keepsHoles() throws Exception {
    Assumptions.assumeTrue(supportsSparseFiles(), "this transport fills holes");
    SourceTree.sparse(rig.sourceFolder());
    Assumptions.assumeTrue(
        allocated(rig.sourceFolder()) < SourceTree.SPARSE_SIZE / 2,
        "the file system of the temporary folder has no sparse files");
    rig.seed();
    assertThat(allocated(rig.datadir()))
        .as("bytes on the target's disk: a hole must not become zeros that take space")
        .isLessThan(SourceTree.SPARSE_SIZE / 2);
  }

  @Test
  void leavesTheHostsOwnFoldersInTheDatadirAlone() throws Exception {
    Path own = Files.createDirectories(rig.datadir().resolve(HOSTS_OWN)).resolve("kept");
    Files.writeString(own, "kept");
    SourceTree.onlyIbdata(rig.sourceFolder());
    rig.seed();
    assertThat(own).as("a file in the host's hidden folder, after a seed").hasContent("kept");
  }

  @Test
  void saysOnceThatItListens() throws Exception {
    SourceTree.onlyIbdata(rig.sourceFolder());
    TransferRun receive = rig.receive();
    rig.send().result(patience());
    receive.result(patience());
    assertThat(receive.transfer().timesListening()).as("calls of listening()").isEqualTo(1);
  }

  @Test
  void saysWhatItDoes() throws Exception {
    SourceTree.onlyIbdata(rig.sourceFolder());
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
    SourceTree.large(rig.sourceFolder());
    Relay relay = rig.relay(4_000_000);
    TransferRun receive = rig.receive();
    TransferRun send = rig.send(relay.port(), patience());
    assertThat(relay.awaitHold(patience())).as("4 MB must arrive in time").isTrue();
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
    SourceTree.onlyIbdata(rig.sourceFolder());
    TransferRun send = rig.send();
    assertThat(send.endsWithin(Duration.ofMillis(500)))
        .as("send() must try again until its connectLimit is over")
        .isFalse();
    TransferRun receive = rig.receive();
    send.result(patience());
    receive.result(patience());
    assertThat(TreeListing.of(rig.datadir()))
        .as("what has arrived")
        .isEqualTo(TreeListing.of(rig.sourceFolder()));
  }

  @Test
  void seedsAgain() throws Exception {
    SourceTree.onlyIbdata(rig.sourceFolder());
    rig.seed();
    rig.assertPortIsFree();
    Files.delete(rig.datadir().resolve("ibdata1"));
    rig.seed();
  }

  @Test
  void finishesTwice() throws Exception {
    SourceTree.everything(rig.sourceFolder());
    rig.seed();
    rig.finish();
    rig.finish();
  }

  private static long allocated(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(SeedCourseContract::allocatedBytes).sum();
    }
  }

  /** Java can't tell; a file's blocks are of 512 bytes. */
  private static long allocatedBytes(Path file) {
    try {
      Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
      try (var out = stat.inputReader()) {
        return 512 * Long.parseLong(out.readLine().strip());
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot stat " + file, failed);
    }
  }
}

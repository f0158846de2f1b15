package io.orchestrator.agent.host.seed;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.fixture.TestTransport;
import io.orchestrator.agent.host.service.MySqlService;
import io.orchestrator.agent.host.state.UnfinishedMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A datadir that was deleted can be had back until a seed has succeeded. */
class KeptDatadirTest {
  private static final String KEPT = ".orchestrator-agent-kept";

  @TempDir Path folder;
  private TestHost host;
  private Seeds seeds;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder).with("KeepOldDatadir", true);
    host.file("ibdata1").file("mysql/user.frm").file("shop/orders.ibd").file(".hidden");
    seeds = new Seeds(host);
  }

  private void empty() throws InterruptedException {
    host.get(EmptyDatadir.class).empty();
  }

  private String restore() throws InterruptedException {
    return host.get(RestoreDatadir.class).restore();
  }

  private List<String> tree(Path top) throws IOException {
    try (Stream<Path> paths = Files.walk(top)) {
      return paths
          .filter(Files::isRegularFile)
          .map(file -> top.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private Path own(String name) {
    return host.datadir().resolve(name);
  }

  private void requireOldTree() throws IOException {
    await()
        .atMost(Seeds.SOON)
        .untilAsserted(
            () ->
                assertThat(tree(host.datadir()))
                    .containsExactly(".hidden", "ibdata1", "mysql/user.frm", "shop/orders.ibd"));
    assertThat(own("shop/orders.ibd")).hasContent("shop/orders.ibd");
    assertThat(seeds.mark()).isEmpty();
  }

  private void requireKept() throws IOException {
    assertThat(tree(own(KEPT)))
        .containsExactly(".hidden", "ibdata1", "mysql/user.frm", "shop/orders.ibd");
  }

  @Test
  void isKeptInsideTheDatadirWhichIsUnfinished() throws Exception {
    empty();

    requireKept();
    assertThat(host.datadir()).isDirectoryContaining("glob:**" + KEPT);
    assertThat(seeds.mark()).get().asString().contains("its data was deleted");
    DatadirView view = host.get(DatadirState.class).view();
    assertThat(view.kept()).isEqualTo(own(KEPT).toString());
    assertThat(view.keptSince()).isNotEmpty();
    assertThat(view.keptBytes()).isPositive();
    assertThat(view.unfinished()).contains("deleted");
  }

  /** Orchestrator may have forgotten the seed, and somebody has started MySQL by hand. */
  @Test
  void isKeptThoughNobodyHasCalledPostCopy() throws Exception {
    host.get(UnfinishedMark.class).set(host.datadir(), PostCopy.AWAITED);

    empty();

    requireKept();
  }

  private void emptyWhatAwaitsPostCopy() throws InterruptedException {
    host.get(UnfinishedMark.class).set(host.datadir(), PostCopy.AWAITED);
    empty();
  }

  private void requireAwaited() throws IOException {
    assertThat(tree(host.datadir())).contains("shop/orders.ibd");
    assertThat(seeds.mark()).hasValue(PostCopy.AWAITED);
    assertRefused(ErrorCode.CONFLICT, PostCopy.AWAITED, () -> host.get(MySqlService.class).start());
  }

  @Test
  void awaitsPostCopyWhenItIsBackIfItDidBefore() throws Exception {
    emptyWhatAwaitsPostCopy();
    seeds.fail(7, "the peer went away");

    assertThat(restore()).contains("4 entries are back", PostCopy.AWAITED, "run post-copy");

    requireAwaited();
    host.get(PostCopy.class).run("db2.example.com");
    host.get(MySqlService.class).start();
  }

  @Test
  void awaitsPostCopyAfterARestorationThatWasInterrupted() throws Exception {
    emptyWhatAwaitsPostCopy();
    seeds.fail(7, "the peer went away");
    Files.move(own(KEPT), own(".orchestrator-agent-restoring"));
    move(".orchestrator-agent-restoring/shop", "shop");
    host.restart();

    host.get(SeedRecovery.class).recover();

    requireAwaited();
  }

  @Test
  void awaitsPostCopyWhereADeletionHadNotBegun() throws Exception {
    UnfinishedMark marks = host.get(UnfinishedMark.class);
    marks.set(host.datadir(), PostCopy.AWAITED);
    Path keeping = own(".orchestrator-agent-keeping");
    marks.set(keeping, PostCopy.AWAITED);
    Files.createDirectory(keeping);

    host.get(SeedRecovery.class).recover();

    assertThat(keeping).doesNotExist();
    requireAwaited();
  }

  @Test
  void awaitsPostCopyAfterADeletionThatWasInterrupted() throws Exception {
    emptyWhatAwaitsPostCopy();
    Path keeping = Files.move(own(KEPT), own(".orchestrator-agent-keeping"));
    UnfinishedMark marks = host.get(UnfinishedMark.class);
    marks.clear(own(KEPT));
    marks.set(keeping, PostCopy.AWAITED);
    move(".orchestrator-agent-keeping/shop", "shop");
    host.restart();

    host.get(SeedRecovery.class).recover();
    requireKept();
    restore();

    requireAwaited();
  }

  @Test
  void doesNotAwaitPostCopyInPlaceOfWhatAwaitedIt() throws Exception {
    emptyWhatAwaitsPostCopy();
    host.file("ibdata1");
    host.get(AcceptDatadir.class).accept();
    host.get(MySqlService.class).start();
    host.service().stop();
    empty();

    assertThat(restore()).contains("MySQL may be started");

    assertThat(host.get(UnfinishedMark.class).all()).isEmpty();
  }

  @Test
  void doesNotCountAsData() throws Exception {
    empty();

    assertThat(own(KEPT + "/ibdata1")).isNotEmptyFile();
    assertThat(host.get(DatadirUsage.class).bytes())
        .as("the folder alone")
        .isEqualTo(Files.size(host.datadir()));
  }

  @Test
  void isShownToTheTransportAndGivenUpAfterAGoodSeed() throws Exception {
    empty();

    seeds.receiveAll(7);

    assertThat(seeds.succeeded(7)).isTrue();
    assertThat(host.transport().received().get(0).kept().orElseThrow().folder())
        .isEqualTo(own(KEPT));
    await().atMost(Seeds.SOON).until(() -> tree(host.datadir()).equals(List.of("ibdata1")));
    assertThat(own(KEPT)).doesNotExist();
    assertRefused(ErrorCode.NOT_FOUND, "nothing is kept", this::restoreWithoutData);
  }

  @Test
  void isNotGivenUpForASuccessThatCannotBeWrittenDown() throws Exception {
    empty();
    CountDownLatch arrived = new CountDownLatch(1);
    host.transport()
        .does(
            (datadir, transfer) -> {
              arrived.await();
              return TestTransport.arrive(datadir, transfer);
            });
    seeds.receive(7);
    // A folder in the way stops root too.
    Files.deleteIfExists(host.state().resolve("seeds.json"));
    Files.createDirectories(host.state().resolve("seeds.json/in-the-way"));
    arrived.countDown();

    seeds.awaitOver();

    assertThat(seeds.succeeded(7)).isFalse();
    requireKept();
  }

  private void restoreWithoutData() throws Exception {
    Files.deleteIfExists(own("ibdata1"));
    restore();
  }

  @Test
  void undoesAFailedSeed() throws Exception {
    empty();
    host.transport()
        .does(
            (datadir, transfer) -> {
              host.file("half-a-file").file("shop/half");
              return TestTransport.failing("the peer went away").run(datadir, transfer);
            });
    var unused = catchThrowable(() -> seeds.receive(7));
    seeds.awaitOver();

    assertThat(restore()).contains("4 entries are back", "2 that were there are deleted");

    requireOldTree();
    host.get(MySqlService.class).start();
  }

  @Test
  void isNotReplacedByHalfASeed() throws Exception {
    empty();
    seeds.fail(7, "the peer went away");
    host.file("half-a-file");

    empty();

    requireKept();
    restore();
    requireOldTree();
  }

  @Test
  void isReplacedByDataThatIsGood() throws Exception {
    empty();
    host.file("ibdata1");
    host.get(AcceptDatadir.class).accept();
    requireKept();

    empty();

    assertThat(tree(own(KEPT))).containsExactly("ibdata1");
  }

  @Test
  void isGivenUpWhenTheTransportSaysSo() throws Exception {
    empty();
    host.transport()
        .does(
            (datadir, transfer) -> {
              host.transport().received().get(0).kept().orElseThrow().discard();
              assertThat(own(KEPT)).doesNotExist();
              return TestTransport.arrive(datadir, transfer);
            });

    seeds.receiveAll(7);

    assertThat(seeds.succeeded(7)).isTrue();
  }

  @Test
  void isNotKeptUnlessConfigured() throws Exception {
    host.with("KeepOldDatadir", false);

    empty();

    assertThat(own(KEPT)).doesNotExist();
    await().atMost(Seeds.SOON).untilAsserted(() -> assertThat(host.datadir()).isEmptyDirectory());
  }

  @Test
  void doesNotGoWithACommandThatDeletes() {
    host.with("MySQLDeleteDatadirContentCommand", "true");

    assertThatThrownBy(this::empty).hasMessageContaining("KeepOldDatadir does not go with");
  }

  @Test
  void isNotRestoredUnderARunningServerOrASeed() throws Exception {
    empty();
    host.service().start();
    assertRefused(ErrorCode.CONFLICT, "MySQL is running", this::restore);
    host.service().stop();
    host.transport().does(TestTransport::hang);
    seeds.receive(7);
    assertRefused(ErrorCode.CONFLICT, "seed 7 is active", this::restore);
    requireKept();

    seeds.abort(7);
    restore();
    requireOldTree();
  }

  @Test
  void doesNotTakeThePlaceOfDataThatIsGood() throws Exception {
    empty();
    host.file("ibdata1").file("newer");
    host.get(AcceptDatadir.class).accept();

    assertRefused(ErrorCode.CONFLICT, "is not marked unfinished", this::restore);

    assertThat(own("newer")).exists();
  }

  private void move(String from, String to) throws IOException {
    Files.createDirectories(own(to).getParent());
    Files.move(own(from), own(to));
  }

  /** The agent was killed while it moved the entries away. */
  @Test
  void isCompleteAfterADeletionThatWasInterrupted() throws Exception {
    empty();
    Files.move(own(KEPT), own(".orchestrator-agent-keeping"));
    move(".orchestrator-agent-keeping/shop", "shop");
    move(".orchestrator-agent-keeping/.hidden", ".hidden");
    host.restart();
    assertRefused(
        ErrorCode.CONFLICT, "was interrupted", () -> host.get(AcceptDatadir.class).accept());

    host.get(SeedRecovery.class).recover();

    requireKept();
    assertThat(seeds.mark()).isPresent();
    assertRefused(ErrorCode.CONFLICT, "unfinished", () -> host.get(MySqlService.class).start());
  }

  @Test
  void leavesTheDataWhereADeletionHadNotBegun() throws Exception {
    Files.createDirectory(own(".orchestrator-agent-keeping"));

    host.get(SeedRecovery.class).recover();

    assertThat(own(".orchestrator-agent-keeping")).doesNotExist();
    requireOldTree();
  }

  /** The agent was killed while it moved the entries back. */
  @Test
  void isBackAfterARestorationThatWasInterrupted() throws Exception {
    empty();
    Files.move(own(KEPT), own(".orchestrator-agent-restoring"));
    move(".orchestrator-agent-restoring/shop", "shop");
    host.restart();
    assertRefused(ErrorCode.CONFLICT, "unfinished", () -> host.get(MySqlService.class).start());

    assertThat(restore()).contains("is complete");

    requireOldTree();
  }

  @Test
  void staysThroughAStartOfTheAgent() throws Exception {
    empty();
    host.restart();

    host.get(SeedRecovery.class).recover();

    requireKept();
  }

  @Test
  void isNotMovedUnderAServerThatRunsWhenTheAgentStarts() throws Exception {
    empty();
    Files.move(own(KEPT), own(".orchestrator-agent-keeping"));
    move(".orchestrator-agent-keeping/shop", "shop");
    host.restart();
    host.service().start();

    host.get(SeedRecovery.class).recover();

    assertThat(own("shop/orders.ibd")).exists();
    assertThat(own(KEPT)).doesNotExist();
    host.service().stop();
    restore();
    requireOldTree();
  }

  /** The agent was killed when it had written the success down, before it gave this up. */
  @Test
  void isGivenUpByTheNextStartIfASeedHasSucceeded() throws Exception {
    empty();
    seeds.receiveAll(7);
    assertThat(own(KEPT)).doesNotExist();
    host.file(KEPT + "/ibdata1");
    Files.setLastModifiedTime(
        own(KEPT), FileTime.from(host.clock().instant().minus(Duration.ofMinutes(1))));
    host.restart();

    host.get(SeedRecovery.class).recover();

    assertThat(own(KEPT)).doesNotExist();
    assertThat(own("ibdata1")).hasContent("all that there is");
  }

  @Test
  void staysThroughAStartIfAnOperatorHasAcceptedWhatIsInItsPlace() throws Exception {
    empty();
    seeds.receiveAll(7);
    empty();
    host.file("ibdata1");
    host.get(AcceptDatadir.class).accept();
    host.restart();

    host.get(SeedRecovery.class).recover();

    assertThat(own(KEPT + "/ibdata1")).hasContent("all that there is");
  }

  @Test
  void isNotStartedWhenItCannotBePutBackWhole() throws Exception {
    empty();
    Files.createDirectory(own(KEPT + "/lost+found"));
    Files.createDirectory(own("lost+found"));
    Files.delete(host.state().resolve("unfinished.json"));

    assertRefused(ErrorCode.IO_FAILED, "lost+found exists already", this::restore);

    assertThat(own("ibdata1")).exists();
    assertRefused(ErrorCode.CONFLICT, "unfinished", () -> host.get(MySqlService.class).start());
  }
}

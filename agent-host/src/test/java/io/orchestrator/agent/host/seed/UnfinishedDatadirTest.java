package io.orchestrator.agent.host.seed;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.service.ServiceStatus;
import io.orchestrator.agent.host.fixture.Gate;
import io.orchestrator.agent.host.fixture.TestHost;
import io.orchestrator.agent.host.fixture.TestTransport;
import io.orchestrator.agent.host.service.MySqlService;
import io.orchestrator.agent.host.state.UnfinishedMark;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Half a seed never starts. */
class UnfinishedDatadirTest {
  @TempDir Path folder;
  private TestHost host;
  private Seeds seeds;

  @BeforeEach
  void makeHost() {
    host = new TestHost(folder);
    seeds = new Seeds(host);
  }

  private void start() throws InterruptedException {
    host.get(MySqlService.class).start();
  }

  private void empty() throws InterruptedException {
    host.get(EmptyDatadir.class).empty();
  }

  private void postCopy() throws InterruptedException {
    host.get(PostCopy.class).run("db2.example.com");
  }

  private String accept() throws InterruptedException {
    return host.get(AcceptDatadir.class).accept();
  }

  @Test
  void startsOnADatadirThatNobodyTouched() throws Exception {
    host.file("ibdata1");

    start();

    assertThat(host.service().status()).isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void isMarkedFromTheMomentItIsDeletedUntilASeedHasSucceeded() throws Exception {
    host.file("ibdata1");

    empty();

    assertRefused(ErrorCode.CONFLICT, "its data was deleted", this::start);
    host.restart();
    assertRefused(ErrorCode.CONFLICT, "its data was deleted", this::start);
    seeds.receiveAll(7);
    start();
    assertThat(host.service().status()).isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void isNotStartedWhileASeedIsReceived() throws Exception {
    host.transport().does(TestTransport::hang);
    seeds.receive(7);

    assertRefused(ErrorCode.CONFLICT, "seed 7 into it has not succeeded", this::start);

    seeds.abort(7);
    assertRefused(ErrorCode.CONFLICT, "seed 7 failed: it was aborted", this::start);
  }

  @Test
  void isNotStartedAfterAFailedSeedAndSaysWhyAndWhatToDo() throws Exception {
    seeds.fail(7, "the peer went away");

    assertRefused(ErrorCode.CONFLICT, "the peer went away", this::start);
    assertRefused(ErrorCode.CONFLICT, "datadir accept", this::start);
    assertThat(host.service().starts()).isZero();
  }

  @Test
  void isUsableAfterAGoodPostCopy() throws Exception {
    host.with("PostCopyCommand", "touch " + folder.resolve("post-copied") + "; :");
    seeds.receiveAll(7);

    postCopy();

    assertThat(folder.resolve("post-copied")).exists();
    assertThat(seeds.mark()).isEmpty();
    assertThat(host.transport().finished())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.seed()).isEqualTo(Seeds.id(7));
              assertThat(request.datadir()).isEqualTo(host.datadir());
              assertThat(request.sourceHost()).isEqualTo("db2.example.com");
            });
  }

  @Test
  void isUsableAfterAPostCopyThatSaysALot() throws Exception {
    host.with("PostCopyCommand", "seq 1000000 #");
    seeds.receiveAll(7);

    postCopy();

    assertThat(seeds.mark()).isEmpty();
    assertThat(seeds.succeeded(7)).isTrue();
  }

  @Test
  void hasTheSourceHostAsAnArgumentOfThePostCopyCommand() throws Exception {
    host.with("PostCopyCommand", "printf %s > " + folder.resolve("argument"));
    seeds.receiveAll(7);

    postCopy();

    assertThat(folder.resolve("argument")).hasContent("db2.example.com");
  }

  @Test
  void isMarkedAgainAfterAFailedPostCopy() throws Exception {
    host.with("PostCopyCommand", "echo no such grant >&2; exit 3");
    seeds.receiveAll(7);

    assertRefused(ErrorCode.COMMAND_FAILED, "no such grant", this::postCopy);

    assertRefused(ErrorCode.CONFLICT, "post-copy failed", this::start);
    assertRefused(ErrorCode.CONFLICT, "no such grant", this::start);
    assertThat(seeds.succeeded(7)).isFalse();
    assertThat(host.get(LastFailure.class).line()).get().asString().contains("no such grant");
  }

  @Test
  void isMarkedAgainWhenTheTransportCannotFinish() throws Exception {
    host.transport().failsToFinish("the page checksums are wrong");
    seeds.receiveAll(7);

    assertRefused(ErrorCode.CORRUPT_DATA, "checksums", this::postCopy);

    assertRefused(ErrorCode.CONFLICT, "the page checksums are wrong", this::start);
  }

  @Test
  void isMarkedUntilTheConfiguredPostCopyHasRun() throws Exception {
    host.with("PostCopyCommand", "true");

    seeds.receiveAll(7);

    assertThat(seeds.succeeded(7)).isTrue();
    assertRefused(ErrorCode.CONFLICT, "post-copy has not run yet", this::start);
    host.restart();
    assertRefused(ErrorCode.CONFLICT, "post-copy has not run yet", this::start);
    postCopy();
    start();
    assertThat(host.service().status()).isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void isUsableWithoutPostCopyIfThereIsNoCommand() throws Exception {
    seeds.receiveAll(7);

    start();

    assertThat(host.service().status()).isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void isUsableWithoutPostCopyIfAnOperatorAcceptsIt() throws Exception {
    host.with("PostCopyCommand", "true");
    seeds.receiveAll(7);

    assertThat(accept()).contains("is accepted");

    start();
    assertThat(host.service().status()).isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void isUsableAfterAFailedPostCopyThatIsRepeatedWell() throws Exception {
    Path once = folder.resolve("once");
    host.with("PostCopyCommand", "test -e " + once + " || { touch " + once + "; false; } #");
    seeds.receiveAll(7);
    assertRefused(ErrorCode.COMMAND_FAILED, "", this::postCopy);

    postCopy();

    assertThat(seeds.mark()).isEmpty();
    assertThat(seeds.succeeded(7)).isTrue();
    assertThat(host.transport().finished()).as("both times").hasSize(2);
    assertThat(host.get(LastFailure.class).line()).isEmpty();
    start();
    assertThat(host.service().status()).isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void saysThatPostCopyDoesNotMendAnotherFailure() throws Exception {
    seeds.fail(7, "the peer went away");

    assertRefused(
        ErrorCode.CONFLICT,
        "is unfinished still: seed 7 failed: the peer went away",
        this::postCopy);

    assertRefused(ErrorCode.CONFLICT, "the peer went away", this::start);
  }

  private interface Meanwhile {
    void run() throws Exception;
  }

  /** Runs a post-copy that does not end before this is done. */
  private void whilePostCopyRuns(Meanwhile action) throws Exception {
    Gate gate = new Gate(folder.resolve("go"));
    host.with("PostCopyCommand", gate.command() + " #");
    seeds.receiveAll(7);
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try {
      Future<?> call =
          caller.submit(
              () -> {
                postCopy();
                return gate;
              });
      org.awaitility.Awaitility.await()
          .atMost(Seeds.SOON)
          .until(() -> seeds.mark().equals(Optional.of("post-copy has not ended well")));
      action.run();
      gate.open();
      call.get(10, TimeUnit.SECONDS);
    } finally {
      caller.shutdownNow();
    }
  }

  @Test
  void isMarkedWhilePostCopyRuns() throws Exception {
    whilePostCopyRuns(
        () -> {
          assertRefused(ErrorCode.CONFLICT, "post-copy has not ended well", this::start);
          assertRefused(ErrorCode.CONFLICT, "still runs", this::postCopy);
        });

    assertThat(seeds.mark()).isEmpty();
  }

  @Test
  void isLeftAloneWhilePostCopyWorksInIt() throws Exception {
    whilePostCopyRuns(
        () -> {
          assertRefused(ErrorCode.CONFLICT, "post-copy", this::empty);
          assertRefused(ErrorCode.CONFLICT, "end its processes", () -> seeds.receive(8));
          assertRefused(ErrorCode.CONFLICT, "post-copy", this::accept);
          assertRefused(
              ErrorCode.CONFLICT, "post-copy", () -> host.get(RestoreDatadir.class).restore());
          assertThat(host.datadir().resolve("ibdata1")).exists();
        });

    assertThat(seeds.mark()).isEmpty();
    empty();
  }

  @Test
  void isMarkedWhenPostCopyIsRefusedForAnEarlierOne() throws Exception {
    whilePostCopyRuns(
        () -> {
          host.get(UnfinishedMark.class).clear(host.datadir());

          assertRefused(ErrorCode.CONFLICT, "still runs", this::postCopy);

          assertRefused(ErrorCode.CONFLICT, "post-copy has not ended well", this::start);
        });
  }

  @Test
  void refusesPostCopyWhileASeedIsReceived() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    host.transport()
        .does(
            (datadir, transfer) -> {
              arrived.await();
              return TestTransport.arrive(datadir, transfer);
            });
    seeds.receive(7);

    assertRefused(ErrorCode.CONFLICT, "a seed is being received", this::postCopy);

    arrived.countDown();
    seeds.awaitOver();
    assertThat(seeds.mark()).isEmpty();
  }

  @Test
  void refusesAPostCopyHostThatIsNone() {
    assertRefused(
        ErrorCode.INVALID_ARGUMENT, "A host is", () -> host.get(PostCopy.class).run("$(reboot)"));
    assertThat(seeds.mark()).isEmpty();
  }

  @Test
  void isUsableOnceAnOperatorAcceptsIt() throws Exception {
    seeds.fail(7, "the peer went away");
    host.file("ibdata1");

    assertThat(accept()).contains("is accepted");

    start();
    assertThat(host.service().status()).isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void isNotAcceptedWithoutData() throws Exception {
    seeds.fail(7, "the peer went away");

    assertRefused(ErrorCode.CORRUPT_DATA, "no MySQL data directory", this::accept);

    assertThat(seeds.mark()).isPresent();
  }

  @Test
  void isNotAcceptedWhileASeedIsActive() throws Exception {
    host.transport()
        .does(
            (datadir, transfer) -> {
              TestTransport.arrive(datadir, transfer);
              return TestTransport.hang(datadir, transfer);
            });
    seeds.receive(7);

    assertRefused(ErrorCode.CONFLICT, "a seed is active", this::accept);

    seeds.abort(7);
    assertThat(seeds.mark()).isPresent();
  }

  @Test
  void needsNoAcceptanceIfItWasNotMarked() throws Exception {
    assertThat(accept()).contains("was not marked");
  }
}

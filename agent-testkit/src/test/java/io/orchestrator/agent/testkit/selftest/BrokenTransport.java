package io.orchestrator.agent.testkit.selftest;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.testkit.seed.FakeSeedTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** The fake transport with one step done wrongly: what it is given is all that is wrong. */
final class BrokenTransport extends FakeSeedTransport {
  static final TransferResult CLAIMED = new TransferResult(0, "claimed");

  /** One side of the good transport. */
  interface Side<R> {
    TransferResult run(R request, Transfer transfer) throws InterruptedException;
  }

  /** What is done in its place. */
  interface Instead<R> {
    TransferResult run(Side<R> good, R request, Transfer transfer)
        throws IOException, InterruptedException;
  }

  /** What is done besides. */
  interface Step<T> {
    void run(T with) throws IOException, InterruptedException;
  }

  /** What becomes of a failure. */
  interface Answer {
    TransferResult to(AgentException failure);
  }

  private final Instead<SendRequest> sending;
  private final Instead<ReceiveRequest> receiving;

  private BrokenTransport(Instead<SendRequest> sending, Instead<ReceiveRequest> receiving) {
    this.sending = sending;
    this.receiving = receiving;
  }

  static SeedTransport sending(Instead<SendRequest> instead) {
    return new BrokenTransport(instead, Side::run);
  }

  static SeedTransport receiving(Instead<ReceiveRequest> instead) {
    return new BrokenTransport(Side::run, instead);
  }

  static SeedTransport beforeSending(Step<SendRequest> step) {
    return sending(
        (good, request, transfer) -> {
          step.run(request);
          return good.run(request, transfer);
        });
  }

  static SeedTransport beforeReceiving(Step<ReceiveRequest> step) {
    return receiving(
        (good, request, transfer) -> {
          step.run(request);
          return good.run(request, transfer);
        });
  }

  static SeedTransport afterReceiving(Step<ReceiveRequest> step) {
    return receiving(
        (good, request, transfer) -> {
          TransferResult result = good.run(request, transfer);
          step.run(request);
          return result;
        });
  }

  /** What was received is changed. */
  static SeedTransport changingDatadir(Step<Path> change) {
    return afterReceiving(request -> change.run(request.datadir()));
  }

  /** Each regular file that was received is changed. */
  static SeedTransport changingFiles(Step<Path> change) {
    return changingDatadir(
        datadir -> {
          for (Path path : FolderEntries.in(datadir)) {
            if (Files.isRegularFile(path) && !Files.isSymbolicLink(path)) {
              change.run(path);
            }
          }
        });
  }

  /** It takes itself for asked something else. */
  static SeedTransport askedToReceive(UnaryOperator<ReceiveRequest> asked) {
    return receiving((good, request, transfer) -> good.run(asked.apply(request), transfer));
  }

  /** The host is told something else. */
  static SeedTransport telling(UnaryOperator<Transfer> told) {
    return receiving((good, request, transfer) -> good.run(request, told.apply(transfer)));
  }

  static SeedTransport failingToSend(Answer answer) {
    return sending((good, request, transfer) -> answered(good, request, transfer, answer));
  }

  static SeedTransport failingToReceive(Answer answer) {
    return receiving((good, request, transfer) -> answered(good, request, transfer, answer));
  }

  private static <R> TransferResult answered(
      Side<R> good, R request, Transfer transfer, Answer answer) throws InterruptedException {
    try {
      return good.run(request, transfer);
    } catch (AgentException failed) {
      return answer.to(failed);
    }
  }

  /** It takes what fails in this way for a success. */
  static Answer claiming(ErrorCode code) {
    return failed -> {
      if (failed.code() == code) {
        return CLAIMED;
      }
      throw failed;
    };
  }

  /** Whatever fails, it says that it was this. */
  static Answer calling(ErrorCode code) {
    return failed -> {
      throw new AgentException(code, failed.getMessage(), failed);
    };
  }

  @Override
  public TransferResult send(SendRequest request, Transfer transfer) throws InterruptedException {
    return run(sending, super::send, request, transfer);
  }

  @Override
  public TransferResult receive(ReceiveRequest request, Transfer transfer)
      throws InterruptedException {
    return run(receiving, super::receive, request, transfer);
  }

  private static <R> TransferResult run(
      Instead<R> instead, Side<R> good, R request, Transfer transfer) throws InterruptedException {
    try {
      return instead.run(good, request, transfer);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}

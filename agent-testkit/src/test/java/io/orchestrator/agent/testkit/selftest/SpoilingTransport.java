package io.orchestrator.agent.testkit.selftest;

import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import io.orchestrator.agent.testkit.seed.FakeSeedTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Receives well, and then changes something. */
final class SpoilingTransport extends FakeSeedTransport {
  /** What it does. */
  interface Spoiler {
    void spoil(Path path) throws IOException;
  }

  private final Spoiler spoiler;

  private SpoilingTransport(Spoiler spoiler) {
    this.spoiler = spoiler;
  }

  /** Changes the data directory. */
  static SeedTransport ofDatadir(Spoiler spoiler) {
    return new SpoilingTransport(spoiler);
  }

  /** Changes each regular file in it. */
  static SeedTransport ofFiles(Spoiler spoiler) {
    return new SpoilingTransport(
        datadir -> {
          for (Path path : entries(datadir)) {
            if (Files.isRegularFile(path) && !Files.isSymbolicLink(path)) {
              spoiler.spoil(path);
            }
          }
        });
  }

  /** All that is in a folder, outermost first. */
  static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> !path.equals(folder)).sorted().toList();
    }
  }

  @Override
  public TransferResult receive(ReceiveRequest request, Transfer transfer)
      throws InterruptedException {
    TransferResult result = super.receive(request, transfer);
    try {
      spoiler.spoil(request.datadir());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return result;
  }
}

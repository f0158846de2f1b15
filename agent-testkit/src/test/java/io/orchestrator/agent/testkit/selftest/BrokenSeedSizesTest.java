package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Transports that do not cope with one size of data each. */
@Tag("selftest")
class BrokenSeedSizesTest {
  @Test
  void oneThatLosesEmptyFoldersFails() {
    assertThat(
            ContractRun.complaintOf(
                LosesEmptyFolders.class, "movesEmptyFilesAndFolders", "movesASingleFile"))
        .contains("is missing in the copy");
  }

  static class LosesEmptyFolders extends BrokenSeedContract {
    LosesEmptyFolders() {
      super(
          BrokenTransport.changingDatadir(
              datadir -> {
                for (Path path : FolderEntries.in(datadir)) {
                  if (Files.isDirectory(path) && FolderEntries.in(path).isEmpty()) {
                    Files.delete(path);
                  }
                }
              }));
    }
  }

  @Test
  void oneThatChokesOnAnEmptyFolderFails() {
    assertThat(
            ContractRun.complaintOf(
                ChokesOnNothing.class, "movesAnEmptyFolderOrSaysThatItDoesNot", "movesASingleFile"))
        .contains("must throw an AgentException");
  }

  static class ChokesOnNothing extends BrokenSeedContract {
    ChokesOnNothing() {
      super(
          BrokenTransport.changingDatadir(
              datadir -> {
                if (FolderEntries.in(datadir).isEmpty()) {
                  throw new NoSuchElementException("nothing has come");
                }
              }));
    }
  }

  @Test
  void oneThatCountsIn32BitsFails() {
    assertThat(ContractRun.complaintOf(CountsIn32Bits.class, "movesAFileOfMoreThanFourGibibytes"))
        .contains("64 bits")
        .contains("it has 1048583 bytes");
  }

  static class CountsIn32Bits extends BrokenSeedContract {
    /** It reads 4 GiB of zeros. */
    @Override
    protected Duration patience() {
      return Duration.ofSeconds(30);
    }

    CountsIn32Bits() {
      super(
          BrokenTransport.changingFiles(
              file -> {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                  channel.truncate(channel.size() & 0xFFFFFFFFL);
                }
              }));
    }
  }

  @Test
  void oneThatStopsAtAThousandFilesFails() {
    assertThat(
            ContractRun.complaintOf(StopsAtAThousand.class, "movesManyFiles", "movesASingleFile"))
        .contains("all must arrive");
  }

  static class StopsAtAThousand extends BrokenSeedContract {
    StopsAtAThousand() {
      super(
          BrokenTransport.changingDatadir(
              datadir -> {
                for (Path path :
                    FolderEntries.in(datadir).stream()
                        .filter(Files::isRegularFile)
                        .skip(1000)
                        .toList()) {
                  Files.delete(path);
                }
              }));
    }
  }
}

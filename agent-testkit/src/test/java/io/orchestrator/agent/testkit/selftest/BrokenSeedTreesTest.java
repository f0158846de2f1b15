package io.orchestrator.agent.testkit.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.testkit.tools.RequiresRoot;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Transports that lose or change one thing each of what they move. */
@Tag("selftest")
class BrokenSeedTreesTest {
  @Test
  void oneThatSpoilsAByteFails() {
    assertThat(
            ContractRun.complaintOf(SpoilsAByte.class, "movesADataDirectory", "movesASingleFile"))
        .contains("has other content");
  }

  static class SpoilsAByte extends BrokenSeedContract {
    SpoilsAByte() {
      super(
          BrokenTransport.changingFiles(
              file -> {
                FileTime modified = Files.getLastModifiedTime(file);
                if (Files.size(file) > 200_000) {
                  try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 100_000);
                  }
                }
                Files.setLastModifiedTime(file, modified);
              }));
    }
  }

  @Test
  void oneThatLosesModesFails() {
    assertThat(
            ContractRun.complaintOf(
                LosesModes.class, "movesADataDirectory", "saysOnceThatItListens"))
        .contains("has mode");
  }

  static class LosesModes extends BrokenSeedContract {
    LosesModes() {
      super(
          BrokenTransport.changingFiles(
              file ->
                  Files.setPosixFilePermissions(
                      file, PosixFilePermissions.fromString("rw-rw-rw-"))));
    }
  }

  @Test
  @RequiresRoot
  void oneThatLosesOwnersFails() {
    assertThat(
            ContractRun.complaintOf(LosesOwners.class, "movesADataDirectory", "movesASingleFile"))
        .contains("has owner");
  }

  static class LosesOwners extends BrokenSeedContract {
    LosesOwners() {
      super(BrokenTransport.changingFiles(file -> Files.setAttribute(file, "unix:uid", 0)));
    }
  }

  @Test
  void oneThatLosesTimesFails() {
    assertThat(
            ContractRun.complaintOf(LosesTimes.class, "movesASingleFile", "saysOnceThatItListens"))
        .contains("has modification time");
  }

  static class LosesTimes extends BrokenSeedContract {
    LosesTimes() {
      super(
          BrokenTransport.changingFiles(
              file -> Files.setLastModifiedTime(file, FileTime.fromMillis(0))));
    }
  }

  @Test
  void oneThatBreaksHardLinksFails() {
    assertThat(
            ContractRun.complaintOf(
                BreaksHardLinks.class, "movesADataDirectory", "movesASingleFile"))
        .contains("has hard link");
  }

  static class BreaksHardLinks extends BrokenSeedContract {
    BreaksHardLinks() {
      super(
          BrokenTransport.changingFiles(
              file -> {
                if ((Integer) Files.getAttribute(file, "unix:nlink") > 1) {
                  Path copy = file.resolveSibling("copy");
                  Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                  Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
                }
              }));
    }
  }

  @Test
  void oneThatFollowsSymbolicLinksFails() {
    assertThat(
            ContractRun.complaintOf(FollowsLinks.class, "movesADataDirectory", "movesASingleFile"))
        .contains("has type");
  }

  static class FollowsLinks extends BrokenSeedContract {
    FollowsLinks() {
      super(
          BrokenTransport.changingDatadir(
              datadir -> {
                for (Path path : FolderEntries.in(datadir)) {
                  if (Files.isSymbolicLink(path)) {
                    Path target = path.toRealPath();
                    Files.delete(path);
                    Files.copy(target, path, StandardCopyOption.COPY_ATTRIBUTES);
                  }
                }
              }));
    }
  }

  @Test
  void oneThatFillsHolesFails() {
    assertThat(ContractRun.complaintOf(FillsHoles.class, "movesADataDirectory", "movesASingleFile"))
        .contains("has allocated size");
  }

  static class FillsHoles extends BrokenSeedContract {
    FillsHoles() {
      super(
          BrokenTransport.changingFiles(
              file -> {
                FileTime modified = Files.getLastModifiedTime(file);
                Files.write(file, Files.readAllBytes(file));
                Files.setLastModifiedTime(file, modified);
              }));
    }
  }

  @Test
  void oneThatLosesOddNamesFails() {
    assertThat(
            ContractRun.complaintOf(LosesOddNames.class, "movesADataDirectory", "movesASingleFile"))
        .contains("is missing in the copy");
  }

  static class LosesOddNames extends BrokenSeedContract {
    LosesOddNames() {
      super(
          BrokenTransport.changingFiles(
              file -> {
                String name = file.getFileName().toString();
                if (!name.matches("[ -~]+")) {
                  Files.move(file, file.resolveSibling("converted" + name.hashCode()));
                }
              }));
    }
  }
}

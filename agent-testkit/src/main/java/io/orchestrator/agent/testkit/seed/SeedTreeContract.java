package io.orchestrator.agent.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The part of {@link SeedTransportContract} that is about what is moved. */
abstract class SeedTreeContract extends SeedContract {
  private static final int FOLDERS = 30;
  private static final int FILES_EACH = 100;

  @Test
  void movesADataDirectory() throws Exception {
    folders().fill(SMALL);
    rig().seed();
    assertSame(rig());
  }

  @Test
  void movesASingleFile() throws Exception {
    folders().fillWithOneFile();
    rig().seed();
    assertSame(rig());
  }

  @Test
  void movesEmptyFilesAndFolders() throws Exception {
    for (String file : new String[] {"ibdata1", "mysql/db.MYD", "shop/db.opt"}) {
      Path path = folders().source().resolve(file);
      Files.createDirectories(path.getParent());
      Files.createFile(path);
    }
    Files.createDirectories(folders().source().resolve("nothing/in/here"));
    rig().seed();
    assertSame(rig());
  }

  @Test
  void movesAnEmptyFolderOrSaysThatItDoesNot() throws Exception {
    TransferRun receive = rig().receive();
    TransferRun send = rig().send();
    String what = "the source is an empty folder (which a transport may refuse)";
    if (receive.returns(patience())) {
      send.result(patience());
      assertSame(rig());
    } else {
      receive.failure(what, patience());
      if (!send.returns(patience())) {
        send.failure(what, patience());
      }
    }
  }

  @Test
  void movesAFileOfMoreThanFourGibibytes() throws Exception {
    Assumptions.assumeTrue(supportsSparseFiles(), "this transport would send all of it");
    folders().fillWithOneFile();
    HugeFile huge = new HugeFile("huge.ibd");
    huge.write(folders().source());
    // Some read all the zeros.
    rig().seed(patience().multipliedBy(4));
    assertThat(huge.differences(folders().source(), folders().datadir()))
        .as(
            "what became of a sparse file of %,d bytes: sizes and offsets need 64 bits, and holes"
                + " must stay holes",
            HugeFile.SIZE)
        .isEmpty();
  }

  @Test
  void movesManyFiles() throws Exception {
    folders().fillWithOneFile();
    for (int folder = 0; folder < FOLDERS; folder++) {
      Path schema = Files.createDirectory(folders().source().resolve("schema" + folder));
      for (int file = 0; file < FILES_EACH; file++) {
        Files.writeString(schema.resolve("t" + file + ".ibd"), folder + "/" + file);
      }
    }
    rig().seed(patience().multipliedBy(4));
    assertThat(folders().differences())
        .as("differences after a seed of %,d small files: all must arrive", FOLDERS * FILES_EACH)
        .isEmpty();
  }
}

package io.orchestrator.agent.host.verify;

import static io.orchestrator.agent.host.fixture.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.orchestrator.agent.api.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopiedFilesTest {
  @TempDir Path copy;
  @TempDir Path live;

  @BeforeEach
  void makeADatabase() throws Exception {
    Files.createDirectory(copy.resolve("shop"));
    Files.createFile(copy.resolve("shop/orders.ibd"));
  }

  @Test
  void takesALinkThatStaysInTheCopy() throws Exception {
    Files.createSymbolicLink(copy.resolve("alias"), Path.of("shop"));

    assertThatCode(() -> CopiedFiles.requireNothingOutside(copy)).doesNotThrowAnyException();
  }

  @Test
  void refusesALinkToTheLiveServersFiles() throws Exception {
    Files.createSymbolicLink(
        copy.resolve("ib_logfile0"), Files.createFile(live.resolve("ib_logfile0")));

    refuses("ib_logfile0 is a link");
  }

  @Test
  void refusesALinkedDatabase() throws Exception {
    Files.createSymbolicLink(copy.resolve("linked"), live);

    refuses("linked is a link");
  }

  @Test
  void refusesALinkToAFileThatIsYetToBeMade() throws Exception {
    Files.createSymbolicLink(copy.resolve("shop/t.MYD"), live.resolve("t.MYD"));

    refuses("shop/t.MYD is a link");
  }

  @Test
  void refusesATableWithItsDataElsewhere() throws Exception {
    Files.writeString(copy.resolve("shop/far.isl"), live.resolve("far.ibd").toString());

    refuses("shop/far.isl says");
  }

  private void refuses(String words) {
    assertRefused(ErrorCode.UNSUPPORTED, words, () -> CopiedFiles.requireNothingOutside(copy));
  }
}

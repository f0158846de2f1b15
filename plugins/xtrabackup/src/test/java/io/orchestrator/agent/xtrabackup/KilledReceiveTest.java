package io.orchestrator.agent.xtrabackup;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.live.datadir.ClosedDatadir;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresRoot
class KilledReceiveTest {
  private static final int NOBODY = 65534;

  @TempDir Path folder;

  @Test
  void isFollowedByADatadirThatIsItsOwnersAgain() throws Exception {
    Path datadir = Files.createDirectory(folder.resolve("data"));
    Files.setAttribute(datadir, "unix:uid", NOBODY);
    FakeAgentContext context = FakeAgentContext.in(folder);
    ClosedDatadir killed = ClosedDatadir.shut(context.workDirectory(), datadir);
    assertThat(killed.uid()).isEqualTo(NOBODY);
    assertThat(Files.getAttribute(datadir, "unix:uid")).isEqualTo(0);
    new XtrabackupSeed(context).recover();
    assertThat(Files.getAttribute(datadir, "unix:uid")).isEqualTo(NOBODY);
  }
}

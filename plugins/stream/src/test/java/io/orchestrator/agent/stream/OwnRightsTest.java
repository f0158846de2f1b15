package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnRightsTest {
  @TempDir Path folder;

  @Test
  void letsRootGiveEverythingAway() throws Exception {
    OwnRights root = rights("0", "0", "", "000001ffffffffff");
    assertThatCode(() -> root.require(of(4711, 4712), Path.of("x"))).doesNotThrowAnyException();
  }

  @Test
  void letsAUserKeepFilesInHisGroups() throws Exception {
    OwnRights mysql = rights("999", "999", "4 27", "0000000000000000");
    assertThatCode(() -> mysql.require(of(999, 27), Path.of("x"))).doesNotThrowAnyException();
  }

  @Test
  void refusesAUserWhatIsNotHis() throws Exception {
    OwnRights mysql = rights("999", "999", "4 27", "0000000000000000");
    for (Attributes other : new Attributes[] {of(1, 999), of(999, 5)}) {
      assertThatThrownBy(() -> mysql.require(other, Path.of("x\ny")))
          .hasFieldOrPropertyWithValue("code", ErrorCode.PERMISSION_DENIED)
          .hasMessageContaining("x?y")
          .hasMessageContaining("root");
    }
  }

  private OwnRights rights(String uid, String gid, String groups, String capabilities)
      throws IOException {
    String text =
        String.format(
            "Name:\tjava\nUid:\t1\t%s\t1\t1\nGid:\t1\t%s\t1\t1\nGroups:\t%s \nCapEff:\t%s\n",
            uid, gid, groups, capabilities);
    return new OwnRights(Files.writeString(folder.resolve("status"), text));
  }

  private static Attributes of(int uid, int gid) {
    return new Attributes(0640, uid, gid, 0, 0, Map.of());
  }
}

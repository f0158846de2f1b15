package io.orchestrator.agent.btrfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.mount.MountTable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocationTest {
  @TempDir Path folder;

  @Test
  void isTheSameByEachMount() throws Exception {
    MountTable mounts =
        mounts(
            "27 1 8:1 / / rw - ext4 /dev/vda rw",
            "43 27 0:39 / /no/top rw,relatime - btrfs /dev/loop0 rw,subvolid=5,subvol=/",
            "44 27 0:39 /my\\040data /no/data rw - btrfs /dev/loop0 rw,subvol=/my\\040data");

    assertThat(Location.of(mounts, Path.of("/no/top/my data/mysql")))
        .isEqualTo(Location.of(mounts, Path.of("/no/data/mysql")))
        .isEqualTo(new Location("0:39", "/my data/mysql"));
    assertThat(Location.of(mounts, Path.of("/no/top"))).isEqualTo(new Location("0:39", "/"));
  }

  @Test
  void isNotOfAnotherFileSystem() throws Exception {
    MountTable mounts = mounts("27 1 8:1 / / rw - ext4 /dev/vda rw");

    assertThatThrownBy(() -> Location.of(mounts, Path.of("/var/lib/mysql")))
        .hasMessageContaining("/var/lib/mysql is not on btrfs")
        .extracting("code")
        .isEqualTo(ErrorCode.UNSUPPORTED);
  }

  @Test
  void holdsItselfAndWhatIsFurtherDown() {
    Location data = new Location("0:39", "/data");

    assertThat(data.holds(data)).isTrue();
    assertThat(data.holds(data.child("a").child("b"))).isTrue();
    assertThat(new Location("0:39", "/").holds(data)).isTrue();
    assertThat(data.holds(new Location("0:39", "/database"))).isFalse();
    assertThat(data.holds(new Location("0:40", "/data/a"))).isFalse();
    assertThat(data.child("a").holds(data)).isFalse();
  }

  @Test
  void namesWhatIsDirectlyInIt() {
    Location top = new Location("0:39", "/");

    assertThat(top.nameOf(top.child("a b"))).isEqualTo("a b");
    assertThat(top.child("s").nameOf(top.child("s").child("one"))).isEqualTo("one");
    assertThat(top.nameOf(top.child("s").child("one"))).isEmpty();
    assertThat(top.nameOf(top)).isEmpty();
    assertThat(top.child("s").nameOf(top.child("snaps"))).isEmpty();
  }

  private MountTable mounts(String... lines) throws Exception {
    return new MountTable(
        Files.writeString(folder.resolve("mountinfo"), String.join("\n", lines) + "\n"));
  }
}

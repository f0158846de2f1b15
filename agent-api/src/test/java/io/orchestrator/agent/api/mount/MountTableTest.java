package io.orchestrator.agent.api.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountTableTest {
  @TempDir Path folder;

  @Test
  void readsAMount() throws Exception {
    assertThat(
            table("36 30 253:5 / /mnt/snap ro,relatime - xfs /dev/mapper/vg--data-snap ro,nouuid")
                .at(Path.of("/mnt/snap")))
        .contains(
            new MountEntry("253:5", "/", "/mnt/snap", true, "xfs", "/dev/mapper/vg--data-snap"));
  }

  @Test
  void readsAMountWithTags() throws Exception {
    assertThat(
            table("36 35 98:0 /m /mnt rw,noatime shared:1 master:2 - ext3 /dev/root rw,errors=x")
                .at(Path.of("/mnt")))
        .contains(new MountEntry("98:0", "/m", "/mnt", false, "ext3", "/dev/root"));
  }

  @Test
  void takesAReadOnlyFileSystemForReadOnly() throws Exception {
    assertThat(table("1 1 8:1 / /mnt rw - ext4 /dev/sda1 ro").at(Path.of("/mnt")))
        .hasValueSatisfying(entry -> assertThat(entry.readOnly()).isTrue());
  }

  @Test
  void decodesBlanksTabsNewlinesAndBackslashes() throws Exception {
    assertThat(table("1 1 0:33 / /a\\040b\\011\\012\\134c$1 rw - tmpfs x\\040y rw").entries())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.mountPoint()).isEqualTo("/a b\t\n\\c$1");
              assertThat(entry.source()).isEqualTo("x y");
            });
  }

  @Test
  void matchesTheMountPointExactly() throws Exception {
    MountTable table =
        table(
            "1 1 8:1 / /mnt/snap rw - ext4 /dev/sda1 rw",
            "2 1 8:2 / /mnt/snapshot/x rw - ext4 /dev/sda2 rw");
    assertThat(table.at(Path.of("/mnt"))).isEmpty();
    assertThat(table.at(Path.of("/mnt/snapshot"))).isEmpty();
    assertThat(table.at(Path.of("/mnt/snap"))).isPresent();
  }

  @Test
  void seesTheLastOfSeveralMounts() throws Exception {
    assertThat(
            table("1 1 8:1 / /mnt rw - ext4 /dev/sda1 rw", "2 1 8:2 / /mnt rw - ext4 /dev/sda2 rw")
                .at(Path.of("/mnt")))
        .hasValueSatisfying(entry -> assertThat(entry.source()).isEqualTo("/dev/sda2"));
  }

  @Test
  void findsAMountPointThatIsNamedThroughALink() throws Exception {
    Path real = Files.createDirectory(folder.toRealPath().resolve("real"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    assertThat(table("1 1 8:1 / " + real + " rw - ext4 /dev/sda1 rw").at(link)).isPresent();
  }

  @Test
  void tellsWhichFolderOfAFileSystemIsMounted() throws Exception {
    assertThat(
            table("1 1 0:44 /snap\\040shots/one /mnt ro - btrfs /dev/sdb ro").at(Path.of("/mnt")))
        .hasValueSatisfying(entry -> assertThat(entry.root()).isEqualTo("/snap shots/one"));
  }

  @Test
  void findsTheMountsBelowADirectory() throws Exception {
    MountTable table =
        table(
            "1 1 8:1 / / rw - ext4 /dev/sda1 rw",
            "2 1 8:2 / /data rw - ext4 /dev/sda2 rw",
            "3 1 8:3 / /data/mysql rw - ext4 /dev/sda3 rw",
            "4 1 8:4 / /database rw - ext4 /dev/sda4 rw");
    assertThat(table.below(Path.of("/data")))
        .extracting(MountEntry::mountPoint)
        .containsExactly("/data/mysql");
    assertThat(table.below(Path.of("/"))).hasSize(3);
  }

  @Test
  void findsTheMountThatHoldsAPath() throws Exception {
    MountTable table =
        table(
            "1 1 8:1 / / rw - ext4 /dev/sda1 rw",
            "2 1 8:2 / /data rw - ext4 /dev/sda2 rw",
            "3 1 8:3 / /data rw - xfs /dev/sda3 rw");
    assertThat(table.holding(Path.of("/data/mysql/ibdata1")))
        .hasValueSatisfying(entry -> assertThat(entry.source()).isEqualTo("/dev/sda3"));
    assertThat(table.holding(Path.of("/database")))
        .hasValueSatisfying(entry -> assertThat(entry.source()).isEqualTo("/dev/sda1"));
  }

  @Test
  void findsNothingInAnEmptyTable() throws Exception {
    assertThat(table().at(Path.of("/mnt"))).isEmpty();
  }

  @Test
  void readsTheTableOfThisMachine() {
    assertThat(new MountTable(Path.of("/proc/self/mountinfo")).at(Path.of("/proc")))
        .hasValueSatisfying(entry -> assertThat(entry.fileSystem()).isEqualTo("proc"));
  }

  @Test
  void refusesWhatIsNoMountTable() throws Exception {
    MountTable table = table("rootfs / rootfs rw 0 0");
    assertThatThrownBy(table::entries)
        .isInstanceOf(AgentException.class)
        .extracting("code")
        .isEqualTo(ErrorCode.IO_FAILED);
  }

  @Test
  void saysThatThereIsNoMountTable() {
    MountTable table = new MountTable(folder.resolve("nonesuch"));
    assertThatThrownBy(table::entries)
        .hasMessageContaining("nonesuch")
        .extracting("code")
        .isEqualTo(ErrorCode.IO_FAILED);
  }

  private MountTable table(String... lines) throws Exception {
    return new MountTable(
        Files.writeString(
            folder.resolve("mountinfo"), lines.length == 0 ? "" : String.join("\n", lines) + "\n"));
  }
}

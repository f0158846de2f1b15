package io.orchestrator.agent.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectorySnapshotsTest {
  private static final Instant TAKEN = Instant.parse("2025-06-01T12:00:00Z");

  @TempDir Path folder;
  private Path snapshots;
  private Path mountPoint;

  @BeforeEach
  void makeADirectory() throws Exception {
    snapshots = Files.createDirectory(folder.resolve("snapshots"));
    mountPoint = folder.resolve("mnt");
  }

  @Test
  void showsAFolderAsASnapshot() throws Exception {
    Path daily = make("daily");
    assertThat(provider().list())
        .containsExactly(
            new Volume(
                daily.toString(),
                "daily",
                snapshots.toString(),
                true,
                true,
                true,
                0,
                0,
                Optional.empty(),
                Optional.of(TAKEN)));
  }

  @Test
  void takesTheHigherNameForTheNewerOneWhereTimesAreEqual() throws Exception {
    for (String day : List.of("daily-2025-06-02", "daily-2025-06-03", "daily-2025-06-01")) {
      make(day);
    }
    Path older = make("weekly");
    Files.setLastModifiedTime(older, FileTime.from(TAKEN.minusSeconds(1)));

    assertThat(provider().list())
        .extracting(Volume::name)
        .containsExactly("daily-2025-06-03", "daily-2025-06-02", "daily-2025-06-01", "weekly");
  }

  @Test
  void takesFilesAndLinksForNoSnapshots() throws Exception {
    Files.createFile(snapshots.resolve("file"));
    Files.createSymbolicLink(snapshots.resolve("link"), folder);
    assertThat(provider().list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"with blank", "50%", "a&b=c", "two\nlines\n", "#?;'\"$(id)", "-rf", "é", " "})
  void mountsFoldersOfAnyName(String name) throws Exception {
    Path path = make(name);
    provider().mount(request(path.toString()));
    assertThat(provider().mounted(mountPoint))
        .hasValueSatisfying(
            mount -> {
              assertThat(mount.path()).isEqualTo(path);
              assertThat(mount.device()).isEqualTo(path.toString());
              assertThat(mount.volumePath()).isEqualTo(path.toString());
            });
  }

  @Test
  void namesTheFileSystem() throws Exception {
    Path daily = make("daily");
    assertThat(provider().mount(request(daily.toString())).fileSystem())
        .isEqualTo(Files.getFileStore(daily).type());
  }

  @Test
  void remembersThatAMountIsForWriting() throws Exception {
    String path = make("daily").toString();
    assertThat(
            provider().mount(new MountRequest(path, mountPoint, MountAccess.READ_WRITE)).readOnly())
        .isFalse();
    assertThat(provider().mounted(mountPoint))
        .hasValueSatisfying(mount -> assertThat(mount.readOnly()).isFalse());
  }

  @Test
  void forgetsAMountWhoseFolderHasGone() throws Exception {
    Path daily = make("daily");
    Path weekly = make("weekly");
    provider().mount(request(daily.toString()));
    Files.delete(daily);
    assertThat(provider().mounted(mountPoint)).isEmpty();
    provider().mount(request(weekly.toString()));
    assertThat(provider().mounted(mountPoint))
        .hasValueSatisfying(mount -> assertThat(mount.path()).isEqualTo(weekly));
  }

  @Test
  void keepsTheMountOfAnotherFolder() throws Exception {
    String daily = make("daily").toString();
    String weekly = make("weekly").toString();
    Mount mount = provider().mount(request(daily));
    provider().unmount(new Mount(Path.of(weekly), weekly, weekly, "ext4", true));
    assertThat(provider().mounted(mountPoint)).contains(mount);
  }

  @Test
  void saysWhatIsMountedAlready() throws Exception {
    String daily = make("daily").toString();
    provider().mount(request(daily));
    assertFails(() -> provider().mount(request(make("weekly").toString())), ErrorCode.CONFLICT)
        .hasMessageContaining(daily + " is mounted already");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/..", "/../daily", "/daily/", "/./daily", "/daily/inner", ""})
  void mountsNothingButWhatItLists(String suffix) throws Exception {
    Files.createDirectory(make("daily").resolve("inner"));
    assertFails(() -> provider().mount(request(snapshots + suffix)), ErrorCode.NOT_FOUND);
    assertThat(provider().mounted(mountPoint)).isEmpty();
  }

  @Test
  void saysThatItsNoteIsDamaged() throws Exception {
    DirectorySnapshots provider = provider();
    Path note = Files.writeString(folder.resolve("work/mounted"), "nonsense");
    assertFails(() -> provider.mounted(mountPoint), ErrorCode.IO_FAILED)
        .hasMessageContaining(note.toString());
  }

  @Test
  void saysThatTheDirectoryIsMissing() throws Exception {
    Files.delete(snapshots);
    assertFails(() -> provider().list(), ErrorCode.IO_FAILED)
        .hasMessageContaining(snapshots.toString());
    assertThat(provider().check().usable()).isFalse();
    assertThat(provider().check().reason()).contains(snapshots.toString());
  }

  @Test
  void needsADirectory() {
    assertFails(() -> new DirectorySnapshots(FakeAgentContext.in(folder)), ErrorCode.NOT_CONFIGURED)
        .hasMessageContaining("SnapshotDirectory");
  }

  private Path make(String name) throws Exception {
    Path snapshot = Files.createDirectory(snapshots.resolve(name));
    return Files.setLastModifiedTime(snapshot, FileTime.from(TAKEN));
  }

  private MountRequest request(String path) {
    return new MountRequest(path, mountPoint, MountAccess.READ_ONLY);
  }

  private DirectorySnapshots provider() {
    return new DirectorySnapshots(
        FakeAgentContext.in(folder).with("SnapshotDirectory", snapshots.toString()));
  }

  private static AbstractThrowableAssert<?, ?> assertFails(
      ThrowingCallable action, ErrorCode code) {
    return assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            AgentException.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }
}

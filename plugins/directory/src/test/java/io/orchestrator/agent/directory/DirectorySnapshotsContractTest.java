package io.orchestrator.agent.directory;

import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.snapshot.SnapshotProviderContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;

class DirectorySnapshotsContractTest extends SnapshotProviderContract {
  @TempDir Path folder;
  private int made;

  @Override
  public SnapshotProvider provider() throws Exception {
    return provider("daily");
  }

  @Override
  public SnapshotProvider providerWithoutFilter() throws Exception {
    return provider("");
  }

  @Override
  public SnapshotProvider failingProvider() {
    return new DirectorySnapshots(
        FakeAgentContext.in(folder).with("SnapshotDirectory", folder.resolve("gone").toString()));
  }

  private SnapshotProvider provider(String filter) throws Exception {
    return new DirectorySnapshots(
        FakeAgentContext.in(folder)
            .with("SnapshotDirectory", snapshotDirectory().toString())
            .with("SnapshotVolumesFilter", filter));
  }

  private Path snapshotDirectory() throws Exception {
    return Files.createDirectories(folder.resolve(".snapshot"));
  }

  private void make(String name) throws Exception {
    Path snapshot = Files.createDirectory(snapshotDirectory().resolve(name));
    Files.setLastModifiedTime(
        snapshot, FileTime.from(Instant.parse("2025-06-01T00:00:00Z").plusSeconds(made++)));
  }

  @Override
  public void makeSnapshots(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      make("daily " + made + "%20&\n");
    }
  }

  @Override
  public String makeSnapshotOutsideFilter() throws Exception {
    make("hourly");
    return "hourly";
  }

  @Override
  public Path mountPoint() {
    return folder.resolve("mnt");
  }

  /** It only finds them. */
  @Override
  public boolean supportsCreate() {
    return false;
  }

  /** It leaves that to what makes them. */
  @Override
  public boolean supportsRemove() {
    return false;
  }

  /** A folder has no space of its own that could run full. */
  @Override
  public boolean supportsInvalid() {
    return false;
  }

  /** A folder does not tell what it was made of. */
  @Override
  public boolean supportsOriginAndTime() {
    return false;
  }

  /** A mount is a note only: whether the folder can be written to is up to its file system. */
  @Override
  public boolean supportsRefusingWrites() {
    return false;
  }

  /** It makes no copies of its folders. */
  @Override
  public boolean supportsDisposable() {
    return false;
  }

  /** A mount is a note only: the folder stays where it is, whoever uses it. */
  @Override
  public boolean supportsUse() {
    return false;
  }
}

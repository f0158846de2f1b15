package io.orchestrator.agent.testkit.snapshot;

import io.orchestrator.agent.api.snapshot.Mount;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** What a {@link FakeSnapshotProvider} has mounted where, in a file. */
final class FakeMounts {
  private final PropertiesFile file;

  FakeMounts(Path file) {
    this.file = new PropertiesFile(file);
  }

  synchronized Optional<Mount> at(Path mountPoint) {
    return Optional.ofNullable(file.load().getProperty(mountPoint.toString())).map(FakeMounts::of);
  }

  synchronized List<Mount> all() {
    return file.load().values().stream().map(FakeMounts::of).toList();
  }

  synchronized void add(Path mountPoint, Mount mount) {
    Properties mounts = file.load();
    String mode = mount.readOnly() ? "ro " : "rw ";
    mounts.setProperty(mountPoint.toString(), mode + mount.device() + "\n" + mount.volumePath());
    file.save(mounts);
  }

  synchronized void remove(Mount mount) {
    Properties mounts = file.load();
    mounts.values().removeIf(text -> of(text).device().equals(mount.device()));
    file.save(mounts);
  }

  synchronized void clear() {
    file.save(new Properties());
  }

  private static Mount of(Object text) {
    String entry = text.toString();
    String device = entry.substring(3, entry.indexOf('\n'));
    String volumePath = entry.substring(entry.indexOf('\n') + 1);
    return new Mount(Path.of(device), device, volumePath, "fake", entry.startsWith("ro "));
  }
}

package io.orchestrator.agent.host.snapshot;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.testkit.snapshot.FakeSnapshotProvider;
import io.orchestrator.agent.testkit.snapshot.FakeStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Volumes that a test makes up, and providers that list them. */
final class Volumes {
  private Volumes() {}

  static Volume snapshot(String path, String created) {
    return new Volume(
        path,
        path.substring(path.lastIndexOf('/') + 1),
        "vg0",
        true,
        true,
        true,
        12.5,
        1 << 20,
        Optional.of("mysql"),
        created.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(created)));
  }

  /** A provider of these volumes, on which nothing can be mounted. */
  static FakeSnapshotProvider listing(Path folder, String name, Volume... volumes) {
    return new FakeSnapshotProvider(new FakeStore(folder.resolve(name), folder), "") {
      @Override
      public String name() {
        return name;
      }

      @Override
      public List<Volume> list() {
        return List.of(volumes);
      }
    };
  }

  /** A provider that fails at everything. */
  static FakeSnapshotProvider broken(Path folder) {
    return new FakeSnapshotProvider(new FakeStore(folder.resolve("broken"), folder), "") {
      @Override
      public String name() {
        return "broken";
      }

      @Override
      public List<Volume> list() {
        throw new AgentException(ErrorCode.TOOL_MISSING, "there is no lvs");
      }

      @Override
      public Optional<Mount> mounted(Path mountPoint) {
        throw new AgentException(ErrorCode.TOOL_MISSING, "there is no lvs");
      }
    };
  }
}

package io.orchestrator.agent.btrfs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.snapshot.Mount;
import io.orchestrator.agent.api.snapshot.MountAccess;
import io.orchestrator.agent.api.snapshot.MountRequest;
import io.orchestrator.agent.testkit.btrfs.LoopBtrfs;
import io.orchestrator.agent.testkit.context.FakeAgentContext;
import io.orchestrator.agent.testkit.context.FakeMySqlFacts;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A host whose data directory is a plain folder in the top of a btrfs, until a test moves it. */
@Tag("btrfs")
@RequiresRoot
@RequiresTool({"btrfs", "mkfs.btrfs", "losetup"})
abstract class BtrfsHost {
  @TempDir Path folder;
  LoopBtrfs btrfs;
  Path datadir;
  Path snapshots;
  Path mountPoint;

  @BeforeEach
  void makeAFileSystem() throws Exception {
    btrfs = new LoopBtrfs(folder, 320L << 20);
    datadir = Files.createDirectories(btrfs.top().resolve("lib/mysql"));
    Files.writeString(datadir.resolve("ibdata1"), "data");
    snapshots = Files.createDirectory(btrfs.top().resolve("snaps"));
    mountPoint = Files.createDirectory(folder.resolve("mnt"));
  }

  @AfterEach
  void takeItAway() {
    btrfs.close();
  }

  BtrfsSnapshots provider() {
    return new BtrfsSnapshots(context());
  }

  FakeAgentContext context() {
    return FakeAgentContext.in(folder)
        .with("SnapshotDirectory", snapshots.toString())
        .with("SnapshotVolumesFilter", "-my-")
        .withMySql(FakeMySqlFacts.of(datadir));
  }

  /** Its path. */
  String create() throws Exception {
    return provider().create().orElseThrow().path();
  }

  Mount mount(String path, MountAccess access) throws Exception {
    return provider().mount(new MountRequest(path, mountPoint, access));
  }

  boolean isReadOnly(String path) throws Exception {
    return btrfs.run("btrfs", "property", "get", "-ts", path, "ro").strip().equals("ro=true");
  }

  static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      ThrowingCallable action, ErrorCode code) {
    AbstractThrowableAssert<?, ? extends Throwable> refusal =
        assertThatThrownBy(action).isInstanceOf(AgentException.class);
    refusal.extracting("code").isEqualTo(code);
    return refusal;
  }
}

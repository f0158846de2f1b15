package io.orchestrator.agent.host.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import picocli.CommandLine.Command;

/** Unmounts what is mounted. */
@Command(
    name = "umount",
    description = "Unmount the snapshot at SnapshotMountPoint; nothing mounted is no error.")
final class SnapshotsUmount extends SnapshotsGroup.Member {
  @Override
  int run(LocalAgent agent) throws JsonProcessingException {
    print(agent.get("umount"), List.of());
    return 0;
  }
}

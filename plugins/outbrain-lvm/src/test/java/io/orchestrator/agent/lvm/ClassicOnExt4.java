package io.orchestrator.agent.lvm;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Runs inside the machine, see {@link VolumesIT}. */
class ClassicOnExt4 extends VolumesContract {
  private static VolumeGroup group;

  @BeforeAll
  static void makeVolumes() throws Exception {
    group = VolumeGroup.make("ext4", false);
  }

  @AfterAll
  static void removeVolumes() throws Exception {
    group.remove();
  }

  @Override
  VolumeGroup group() {
    return group;
  }
}

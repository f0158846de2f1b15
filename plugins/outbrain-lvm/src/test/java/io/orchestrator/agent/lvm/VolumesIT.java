package io.orchestrator.agent.lvm;

import io.orchestrator.agent.testkit.tools.RequiresTool;
import io.orchestrator.agent.testkit.vm.VmTests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The plugin on real volumes, in one boot of a small machine. */
@Tag("lvm")
@RequiresTool({"qemu-system-x86_64", "cpio", "lvs", "sudo"})
class VolumesIT {
  private static final Duration LIMIT = Duration.ofMinutes(25);

  @TestFactory
  Stream<DynamicTest> onRealVolumes() throws Exception {
    return VmTests.run(
        new VmTests(Path.of("target/vm"), LIMIT, VolumeCases.class, VolumesContract.class));
  }
}

package io.orchestrator.agent.lvm;

import io.orchestrator.agent.testkit.tools.RequiresTool;
import io.orchestrator.agent.testkit.vm.VmTests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The plugin on real volumes, in two small machines beside each other. */
@Tag("lvm")
@RequiresTool({"qemu-system-x86_64", "cpio", "lvs", "sudo"})
class VolumesIT {
  private static final Duration LIMIT = Duration.ofMinutes(25);

  @TestFactory
  Stream<DynamicTest> onRealVolumes() throws Exception {
    return VmTests.run(
        new VmTests(Path.of("target/vm-classic"), LIMIT, ClassicOnExt4.class),
        new VmTests(Path.of("target/vm-thin"), LIMIT, VolumeCases.class, ThinOnXfs.class));
  }
}

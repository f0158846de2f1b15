package io.orchestrator.agent.host.e2e;

import io.orchestrator.agent.testkit.tools.RequiresTool;
import io.orchestrator.agent.testkit.vm.VmTests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The packaged agent on real volumes, in a small machine. */
@Tag("lvm")
@RequiresTool({"qemu-system-x86_64", "cpio", "lvs", "sudo", "mariadbd", "nc", "tar"})
class LvmIT {
  @TestFactory
  Stream<DynamicTest> inTheMachine() throws Exception {
    return VmTests.run(
        new VmTests(Path.of("target/vm"), Duration.ofMinutes(30), LvmUsers.class, LvmSeed.class));
  }
}

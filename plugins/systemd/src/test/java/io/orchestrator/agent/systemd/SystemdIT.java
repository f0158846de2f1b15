package io.orchestrator.agent.systemd;

import io.orchestrator.agent.testkit.tools.RequiresTool;
import io.orchestrator.agent.testkit.vm.VmTests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** MariaDB's own unit and init script, in one boot of a small machine whose init is systemd. */
@Tag("systemd")
@RequiresTool({
  "qemu-system-x86_64",
  "cpio",
  "mariadbd",
  "systemctl",
  "journalctl",
  "service",
  "unshare"
})
class SystemdIT {
  @TestFactory
  Stream<DynamicTest> underSystemd() throws Exception {
    return VmTests.run(
        new VmTests(
                Path.of("target/vm"),
                Duration.ofMinutes(40),
                UnitContract.class,
                ScriptContract.class)
            .underSystemd());
  }
}

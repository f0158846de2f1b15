package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark of seeds: not how fast they are, but that it measures. */
@Tag("seed")
@RequiresRoot
@RequiresTool({"ip", "tc", "nc.openbsd", "socat", "rsync", "zstd", "openssl", "jq", "curl"})
class WireBenchIT {
  private static final Path BENCH = Path.of("..", "dev", "bench").toAbsolutePath().normalize();

  @TempDir Path folder;
  private Path scratch;

  @BeforeEach
  void makeFolder() throws IOException {
    scratch = Files.createDirectory(folder.resolve("scratch"));
  }

  private CommandResult bench(List<String> before, String... options) throws InterruptedException {
    List<String> all = new ArrayList<>(before);
    all.addAll(List.of(BENCH.toString(), "wire", "--quick", "--size", "5000000"));
    all.addAll(List.of("--agent", PackagedAgent.launcher().toString(), "--case", "generated"));
    all.addAll(List.of("--folder", scratch.toString(), "--peer", "tar|nc"));
    all.addAll(List.of(options));
    return new ProcessRunner(false).tryRun(Command.of(all).within(Duration.ofMinutes(3)));
  }

  @Test
  void measuresAPeerAgainstTarAndNetcatAndLeavesNothingBehind() throws Exception {
    Path json = folder.resolve("results");

    CommandResult result = bench(List.of(), "--peer", "stream raw", "--json", json.toString());

    assertThat(result.exitCode()).as(result::toString).isZero();
    assertThat(Files.readAllLines(json))
        .anyMatch(line -> line.contains("\"throughput_ratio\",\"peer\":\"stream raw\",\"value\":"));
    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void failsIfACopyIsNotWhatItWasMadeOf() throws Exception {
    Path lossy = Files.createDirectory(folder.resolve("bin")).resolve("tar");
    Files.writeString(
        lossy,
        """
        #!/bin/sh
        case $* in *-xpf*) set -- --exclude=t00042.frm "$@" ;; esac
        PATH=${PATH#*:} exec tar "$@"
        """);
    Files.setPosixFilePermissions(lossy, PosixFilePermissions.fromString("rwxr-xr-x"));

    String path = lossy.getParent() + ":" + System.getenv("PATH");
    CommandResult result = bench(List.of("env", "PATH=" + path));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.toString()).contains("tar|nc has left a copy that differs", "t00042.frm");
  }
}

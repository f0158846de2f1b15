package io.orchestrator.agent.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.command.ProcessRunner;
import io.orchestrator.agent.testkit.tools.RequiresRoot;
import io.orchestrator.agent.testkit.tools.RequiresTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark of seed methods: not how fast they are, but that it measures. */
@Tag("methods")
@RequiresRoot
@RequiresTool({"mariadbd", "mariadb-backup", "mydumper", "jq", "curl"})
class MethodsBenchIT {
  private static final Path BENCH = Path.of("..", "dev", "bench").toAbsolutePath().normalize();

  @TempDir Path folder;

  private CommandResult bench(Path scratch, String... options) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of("env", "TMPDIR=" + scratch));
    all.addAll(List.of(BENCH.toString(), "methods"));
    all.addAll(List.of("--agent", PackagedAgent.launcher().toString()));
    all.addAll(List.of("--rows", "1000", "--rounds", "1"));
    all.addAll(List.of(options));
    return new ProcessRunner(false).tryRun(Command.of(all).within(Duration.ofMinutes(9)));
  }

  @Test
  void measuresASnapshotAgainstARunningServerAndLeavesNothingBehind() throws Exception {
    // The servers' user has to come through.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path json = folder.resolve("results");

    CommandResult result =
        bench(scratch, "--method", "stream", "--method", "mysqldump", "--json", json.toString());

    assertThat(result.exitCode()).as(result::toString).isZero();
    for (String method : List.of("stream", "mysqldump")) {
      assertThat(Files.readAllLines(json))
          .anyMatch(
              line ->
                  line.contains("\"peer\":\"" + method + "\"")
                      && line.contains("\"metric\":\"throughput_mb_per_second\""));
    }
    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void refusesAMethodThatThereIsNot() throws Exception {
    CommandResult result = bench(folder, "--method", "rsync");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.toString()).contains("--method is one of stream xtrabackup");
  }
}

package io.orchestrator.agent.testkit.vm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/**
 * Boots the machine of {@code dev/lvm-vm} once and runs test classes in it. They are ordinary JUnit
 * tests whose names no test run of this host picks up.
 */
public final class VmTests {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Duration limit;
  private final List<Class<?>> classes;
  private final boolean systemd;

  /**
   * Tests for one boot.
   *
   * @param folder a folder of this project, for the results and the log
   * @param limit for all of it; the machine is several times slower than this one
   * @param classes run in this order
   */
  public VmTests(Path folder, Duration limit, Class<?>... classes) {
    this(folder.toAbsolutePath(), limit, List.of(classes), false);
  }

  private VmTests(Path folder, Duration limit, List<Class<?>> classes, boolean systemd) {
    this.folder = folder;
    this.limit = limit;
    this.classes = classes;
    this.systemd = systemd;
  }

  /** The same in a machine that systemd runs; the tests are a service of it. */
  public VmTests underSystemd() {
    return new VmTests(folder, limit, classes, true);
  }

  /**
   * Runs them, each machine beside the others; each test becomes one with the outcome that it had.
   */
  public static Stream<DynamicTest> run(VmTests... machines)
      throws IOException, InterruptedException {
    List<Process> running = new ArrayList<>();
    try {
      for (VmTests machine : machines) {
        running.add(machine.boot());
      }
      List<Stream<DynamicTest>> tests = new ArrayList<>();
      for (int i = 0; i < machines.length; i++) {
        tests.add(machines[i].results(running.get(i).waitFor()));
      }
      return tests.stream().flatMap(each -> each);
    } finally {
      running.forEach(Process::destroy);
    }
  }

  private Path results() {
    return folder.resolve("results.jsonl");
  }

  private Path log() {
    return folder.resolve("machine.log");
  }

  private Process boot() throws IOException {
    Files.createDirectories(folder);
    Files.deleteIfExists(results());
    return new ProcessBuilder(command(results()))
        .directory(projectRoot().toFile())
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .redirectInput(Path.of("/dev/null").toFile())
        .start();
  }

  private Stream<DynamicTest> results(int status) throws IOException {
    List<VmResult> read = read(results());
    DynamicTest end =
        DynamicTest.dynamicTest(
            "the machine ends well",
            () -> {
              assertThat(status).as("exit status; the log:\n" + Files.readString(log())).isZero();
              assertThat(read).as("results").isNotEmpty();
            });
    return Stream.concat(read.stream().map(VmTests::test), Stream.of(end));
  }

  private static Path projectRoot() {
    return Path.of(required("agent.project"));
  }

  private static String required(String property) {
    String value = System.getProperty(property);
    assertThat(value).as("system property " + property).isNotNull();
    return value;
  }

  private List<String> command(Path results) {
    List<String> command = new ArrayList<>();
    command.add(projectRoot().resolve("dev/lvm-vm").toString());
    if (systemd) {
      command.add("-i");
    }
    command.addAll(List.of("-p", projectRoot().toString(), "-m", "3072", "-s", "4096"));
    command.addAll(List.of("-t", Long.toString(limit.toSeconds()), "--"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Emulated: what C2 compiles is never run often enough.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.add("-Dagent.test.tools=required");
    for (String property : List.of("agent.project", "agent.distribution")) {
      String value = System.getProperty(property);
      if (value != null) {
        command.add("-D" + property + "=" + value);
      }
    }
    command.addAll(List.of("-cp", classPath(), VmMain.class.getName(), results.toString()));
    classes.forEach(testClass -> command.add(testClass.getName()));
    return command;
  }

  /** Surefire may have put it into the manifest of a jar. */
  private static String classPath() {
    String surefire = System.getProperty("surefire.test.class.path");
    return surefire == null ? required("java.class.path") : surefire;
  }

  private static List<VmResult> read(Path results) throws IOException {
    if (!Files.exists(results)) {
      return List.of();
    }
    return Files.readAllLines(results).stream().map(VmTests::parse).toList();
  }

  private static VmResult parse(String line) {
    try {
      return JSON.readValue(line, VmResult.class);
    } catch (IOException cut) {
      throw new UncheckedIOException(cut);
    }
  }

  private static DynamicTest test(VmResult result) {
    String name = String.join(" > ", result.path().subList(1, result.path().size()));
    return DynamicTest.dynamicTest(
        result.path().get(0) + ": " + name + " (" + result.millis() + " ms)",
        () -> {
          Assumptions.assumeFalse(
              result.outcome().equals("ABORTED") || result.outcome().equals("SKIPPED"),
              result.details());
          assertThat(result.outcome()).as(result.details()).isEqualTo("SUCCESSFUL");
        });
  }
}

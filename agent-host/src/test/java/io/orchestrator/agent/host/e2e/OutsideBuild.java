package io.orchestrator.agent.host.e2e;

import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.command.ProcessRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The system's Maven, for projects that are none of ours: it sees agent-api and agent-testkit as
 * they would be published, and of all else what the build itself has fetched. Nothing is
 * downloaded, and the build's own repository is only read.
 */
final class OutsideBuild {
  private static final Path PROJECT = Path.of(System.getProperty("agent.project"));
  private static final List<String> MODULES =
      List.of("agent-api", "agent-command", "agent-wire", "agent-testkit");
  private static final Duration LIMIT = Duration.ofMinutes(12);

  private final Path settings;

  /**
   * Publishes into a repository of its own.
   *
   * @param folder for that, and for what Maven keeps
   */
  OutsideBuild(Path folder) throws IOException {
    Path published = folder.resolve("published");
    publish(published, "orchestrator-agent", PROJECT.resolve("pom.xml"), "pom");
    for (String module : MODULES) {
      publish(published, module, PROJECT.resolve(module).resolve("pom.xml"), "pom");
      publish(published, module, jar(module), "jar");
    }
    settings =
        Files.writeString(
            folder.resolve("settings.xml"),
            """
            <settings>
              <localRepository>%s</localRepository>
              <mirrors>
                <mirror>
                  <id>fetched</id>
                  <mirrorOf>central</mirrorOf>
                  <url>%s</url>
                </mirror>
              </mirrors>
              <profiles>
                <profile>
                  <id>agent</id>
                  <repositories>
                    <repository>
                      <id>published</id>
                      <url>%s</url>
                      <snapshots><enabled>true</enabled></snapshots>
                    </repository>
                  </repositories>
                </profile>
              </profiles>
              <activeProfiles>
                <activeProfile>agent</activeProfile>
              </activeProfiles>
            </settings>
            """
                .formatted(
                    folder.resolve("local"),
                    Path.of(System.getProperty("agent.repository")).toUri(),
                    published.toUri()));
  }

  static Path project() {
    return PROJECT;
  }

  private static String version() {
    return System.getProperty("agent.version");
  }

  private static Path jar(String module) {
    return PROJECT.resolve(module).resolve("target/" + module + "-" + version() + ".jar");
  }

  private static void publish(Path repository, String artifact, Path file, String type)
      throws IOException {
    Path folder = repository.resolve("io/orchestrator/agent").resolve(artifact).resolve(version());
    Files.createDirectories(folder);
    Files.copy(file, folder.resolve(artifact + "-" + version() + "." + type));
  }

  /** Builds the project in this folder; a failure has Maven's words. */
  void run(Path folder, String... arguments) throws InterruptedException {
    List<String> line = new ArrayList<>(List.of("mvn", "-B", "-ntp", "-q"));
    line.addAll(List.of("--settings", settings.toString(), "-Dstyle.color=never"));
    line.add("-Dagent.test.tools=" + System.getProperty("agent.test.tools", "optional"));
    line.addAll(List.of(arguments));
    CommandResult result =
        new ProcessRunner(false).tryRun(Command.of(line).in(folder).within(LIMIT));
    if (!result.succeeded()) {
      String words = result.stdout().isBlank() ? result.stderr() : result.stdout();
      throw new AssertionError(
          "the build in "
              + folder
              + " failed:\n"
              + words.substring(Math.max(0, words.length() - 8000)));
    }
  }

  /** A copy of the sample without what a build leaves. */
  static Path sampleIn(Path folder) throws IOException {
    Path sample = PROJECT.resolve("docs/sample-plugin");
    try (Stream<Path> all = Files.walk(sample)) {
      for (Path path : all.filter(each -> !each.startsWith(sample.resolve("target"))).toList()) {
        Path copy = folder.resolve(sample.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    return folder;
  }
}

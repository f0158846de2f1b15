package io.orchestrator.agent.host.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** README.md tells an operator all that runs under sudo: what is forgotten fails a seed. */
class SudoListTest {
  /** By the source file that runs it. What an operator's own command runs is not ours to list. */
  private static final Map<String, List<String>> PROGRAMS =
      Map.ofEntries(
          Map.entry("Backup", List.of("mariadb-backup", "mariabackup", "xtrabackup")),
          Map.entry("BinaryLogText", List.of("mysqlbinlog", "mariadb-binlog")),
          Map.entry("DatadirCheck", List.of("ls", "sync")),
          Map.entry("DirectorySize", List.of("du")),
          Map.entry("DuCommand", List.of("du")),
          Map.entry("Dump", List.of("mariadb-dump", "mysqldump")),
          Map.entry("ErrorLogTail", List.of("tail")),
          Map.entry(
              "HostTools",
              List.of(
                  "lvs",
                  "lvchange",
                  "lvremove",
                  "lvcreate",
                  "dmsetup",
                  "blockdev",
                  "mount",
                  "umount",
                  "blkid",
                  "mkdir",
                  "fuser")),
          Map.entry("HostOptions", List.of("my_print_defaults")),
          Map.entry("InitScriptService", List.of("service")),
          Map.entry("Ownership", List.of("chown", "find")),
          Map.entry("PostCopy", List.of()),
          Map.entry("PromisedRoom", List.of("du")),
          Map.entry("ReceivedDatadir", List.of("ls", "sync")),
          Map.entry(
              "Restore",
              List.of("mariadb-backup", "mariabackup", "xtrabackup", "mbstream", "xbstream")),
          Map.entry("RootTools", List.of("btrfs", "mount", "umount", "mkdir")),
          Map.entry("SeedProcess", List.of()),
          Map.entry("ServerClient", List.of("mariadb", "mysql")),
          Map.entry("Systemctl", List.of("systemctl", "journalctl")),
          Map.entry("TablesElsewhere", List.of("find")),
          Map.entry("Tar", List.of("tar")));

  @Test
  void knowsAllThatRunsProgramsAsRoot() throws IOException {
    assertThat(asRoot()).containsExactlyInAnyOrderElementsOf(PROGRAMS.keySet());
  }

  @Test
  void namesEachProgramInTheTextAndInTheExample() throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    String section =
        readme.substring(
            readme.indexOf("### Another user than root"), readme.indexOf("\n## Plugins\n"));
    int example = section.indexOf("```");

    for (String program : PROGRAMS.values().stream().flatMap(List::stream).distinct().toList()) {
      assertThat(section.substring(0, example)).contains("`" + program + "`");
      assertThat(section.substring(example))
          .containsPattern("/usr/s?bin/" + Pattern.quote(program) + "[,\\n]");
    }
  }

  private static Set<String> asRoot() throws IOException {
    List<Path> modules = new ArrayList<>(folders(Path.of("..")));
    modules.addAll(folders(Path.of("..", "plugins")));
    return modules.stream()
        .filter(module -> !module.endsWith("agent-testkit"))
        .map(module -> module.resolve("src/main/java"))
        .filter(Files::isDirectory)
        .flatMap(SudoListTest::asRoot)
        .collect(Collectors.toSet());
  }

  private static List<Path> folders(Path parent) throws IOException {
    try (Stream<Path> folders = Files.list(parent)) {
      return folders.toList();
    }
  }

  private static Stream<String> asRoot(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java") && text(file).contains(".asRoot()"))
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .toList()
          .stream();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}

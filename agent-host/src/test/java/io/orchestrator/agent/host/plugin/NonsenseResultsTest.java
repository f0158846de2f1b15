package io.orchestrator.agent.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.snapshot.SnapshotLocator;
import io.orchestrator.agent.api.snapshot.SnapshotProvider;
import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What plugins return that no agent should believe. */
@Tag("plugins")
class NonsenseResultsTest {
  @TempDir Path root;
  private PluginRig rig;

  @BeforeEach
  void makeRig() throws IOException {
    rig = new PluginRig(root);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null in it                      | Arrays.asList(volume(\"/a\"), null)",
        "returned null                   | null",
        "size -1                         | List.of(volume(\"/a\", \"a\", -1, 0))",
        "used to 101.0 %                 | List.of(volume(\"/a\", \"a\", 1, 101))",
        "used to NaN %                   | List.of(volume(\"/a\", \"a\", 1, Double.NaN))",
        "path with a control character   | List.of(volume(\"/a\\nb\"))",
        "name with a control character   | List.of(volume(\"/a\", \"a\\rb\", 1, 0))",
        "name that is blank              | List.of(volume(\"/a\", \" \", 1, 0))",
        "path of 5000 characters         | List.of(volume(\"/\".repeat(5000)))",
        "two volumes of the path /a      | List.of(volume(\"/a\"), volume(\"/a\"))",
        "stands for a live source        | List.of(volume(\"live:xtrabackup\"))",
        "a list of more than             | java.util.Collections.nCopies(1_000_000_000, volume(\"\"))",
        "can't be read                   | new java.util.AbstractList<Volume>() {"
            + " public Volume get(int at) { throw new IllegalStateException(); }"
            + " public int size() { return 1; } }"
      })
  void refusesAList(String why, String list) throws InterruptedException {
    SnapshotProvider provider = provider(list, "null");

    assertThatThrownBy(provider::list)
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("The plugin acme has a defect: list()")
        .hasMessageContaining(why)
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no absolute path | mount(\"data\", \"/dev/a\")",
        "no absolute path | mount(\"/snap/../etc\", \"/dev/a\")",
        "no absolute path | mount(\"/\", \"/dev/a\")",
        "control          | mount(\"/a\\nb\", \"/dev/a\")",
        "control          | mount(\"/a\", \"/dev/a\\n/dev/b\")"
      })
  void refusesAMount(String why, String mount) throws InterruptedException {
    SnapshotProvider provider = provider("List.of()", mount);

    assertThatThrownBy(() -> provider.mounted(Path.of("/mnt")))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("The plugin acme has a defect: mounted()")
        .hasMessageContaining(why);
  }

  @Test
  void takesWhatTheApiAllows() throws InterruptedException {
    SnapshotProvider provider =
        provider(
            "new java.util.LinkedList<>(List.of(volume(\"/dev/vg/ü 1\"), volume(\"\"), volume(\"\")))",
            "mount(\"/mnt/snap\", \"/dev/a\")");

    assertThat(provider.list()).hasSize(3);
    assertThat(provider.mounted(Path.of("/mnt"))).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null in it        | Arrays.asList(\"db1\", null)",
        "control character | List.of(\"db1\\ndb2\")",
        "that is blank     | List.of(\"\")"
      })
  void refusesHosts(String why, String hosts) throws InterruptedException {
    PluginJarBuilder.plugin("acme", "1.0.0")
        .source(
            "acme.Hosts",
            """
            package acme;
            import io.orchestrator.agent.api.*;
            import io.orchestrator.agent.api.snapshot.*;
            import java.util.*;
            @org.pf4j.Extension
            public class Hosts implements SnapshotLocator {
              @Override public String name() { return "acme"; }
              @Override public CheckResult check() { return CheckResult.usable("fine"); }
              @Override public List<String> hosts(Scope scope) { return %s; }
            }
            """
                .formatted(hosts))
        .buildIn(rig.folder());
    SnapshotLocator locator = rig.load("acme").find(SnapshotLocator.class, "acme").orElseThrow();

    assertThatThrownBy(() -> locator.hosts(SnapshotLocator.Scope.ALL))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("The plugin acme has a defect: hosts()")
        .hasMessageContaining(why);
  }

  @Test
  void makesOneLineOfAReason() throws InterruptedException {
    PluginJarBuilder.plugin("acme", "1.0.0")
        .source(
            "acme.Service",
            PluginRig.service(
                "Service", "acme", "", "return CheckResult.unusable(\" a\\n\\tb\\u001b[1m \");"))
        .buildIn(rig.folder());

    assertThat(PluginRig.checkOf(rig.load("acme"), "acme")).isEqualTo("a b [1m");
  }

  private SnapshotProvider provider(String list, String mounted) throws InterruptedException {
    PluginJarBuilder.plugin("acme", "1.0.0")
        .source("acme.Snapshots", SOURCE.replace("LIST", list).replace("MOUNTED", mounted))
        .buildIn(rig.folder());
    List<SnapshotProvider> providers = rig.load("acme").all(SnapshotProvider.class);
    return providers.get(0);
  }

  private static final String SOURCE =
      """
      package acme;
      import io.orchestrator.agent.api.*;
      import io.orchestrator.agent.api.snapshot.*;
      import java.nio.file.Path;
      import java.util.*;
      @org.pf4j.Extension
      public class Snapshots implements SnapshotProvider {
        @Override public String name() { return "acme"; }
        @Override public CheckResult check() { return CheckResult.usable("fine"); }
        @Override public List<Volume> list() { return LIST; }
        @Override public Optional<Volume> create() { return Optional.empty(); }
        @Override public Mount mount(MountRequest request) { return MOUNTED; }
        @Override public Optional<Mount> mounted(Path mountPoint) { return Optional.of(MOUNTED); }
        @Override public void unmount(Mount mount) {}
        @Override public void remove(String path) {}
        private static Volume volume(String path) { return volume(path, "a", 1, 0); }
        private static Volume volume(String path, String name, long size, double used) {
          return new Volume(
              path, name, "", true, true, true, used, size, Optional.empty(), Optional.empty());
        }
        private static Mount mount(String path, String device) {
          return new Mount(Path.of(path), device, "", "ext4", true);
        }
      }
      """;
}

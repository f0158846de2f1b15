package io.orchestrator.agent.host.plugin;

import static io.orchestrator.agent.host.plugin.PluginRig.checkOf;
import static io.orchestrator.agent.host.plugin.PluginRig.service;
import static io.orchestrator.agent.host.plugin.PluginRig.statusOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.service.ServiceManager;
import io.orchestrator.agent.api.service.ServiceStatus;
import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("plugins")
class PluginLoadingTest {
  private static final String TAKES_CONTEXT =
      """
      private final AgentContext context;
      public Service(AgentContext context) { this.context = context; }
      """;
  private static final String DECLARES_SETTINGS =
      """
      static final Setting<String> COMMAND = Setting.command("CreateSnapshotCommand", "Creates");
      static final Setting<Integer> LIMIT = Setting.number("Limit", 1, 9, "Limits").withDefault(7);
      @Override public List<Setting<?>> settings() { return List.of(COMMAND, LIMIT); }
      """;

  @TempDir Path root;
  private PluginRig rig;

  @BeforeEach
  void makeRig() throws IOException {
    rig = new PluginRig(root);
  }

  @Test
  void offersTheExtensionsOfAnEnabledPlugin() throws InterruptedException {
    rig.good("acme");

    Plugins plugins = rig.load("acme");

    PluginStatus status = statusOf(plugins, "acme");
    assertThat(status.state()).isEqualTo(PluginStatus.State.STARTED);
    assertThat(status.version()).isEqualTo("1.2.3");
    assertThat(status.extensions())
        .extracting(LoadedExtension::kind, LoadedExtension::name, LoadedExtension::pluginId)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(ExtensionKind.SERVICE_MANAGER, "acme", "acme"));
    assertThat(plugins.require(ServiceManager.class, "acme", "ServiceManager").status())
        .isEqualTo(ServiceStatus.RUNNING);
  }

  @Test
  void offersAnExtensionForEachPointItImplements() throws InterruptedException {
    String two =
        service("acme", "")
            .replace("implements ServiceManager", "implements ServiceManager, Locator")
            .concat(
                """
                interface Locator extends io.orchestrator.agent.api.snapshot.SnapshotLocator {
                  default java.util.List<String> hosts(Scope scope) { return java.util.List.of(); }
                }
                """);
    PluginJarBuilder.plugin("acme", "1.0.0").source("acme.Service", two).buildIn(rig.folder());

    assertThat(statusOf(rig.load("acme"), "acme").extensions())
        .extracting(LoadedExtension::kind)
        .containsExactly(ExtensionKind.SNAPSHOT_LOCATOR, ExtensionKind.SERVICE_MANAGER);
  }

  @Test
  void prefersThePluginsOwnSettingToTheGoAgentsKey() throws InterruptedException {
    withSettings();
    rig.with("'CreateSnapshotCommand': 'go'")
        .with("'Plugins.Settings': {'acme': {'createsnapshotcommand': 'own', 'Limit': 3}}");

    assertThat(checkOf(rig.load("acme"), "acme")).isEqualTo("own 3");
  }

  @Test
  void fallsBackToTheGoAgentsKeyAndThenToTheDefault() throws InterruptedException {
    withSettings();
    rig.with("'CreateSnapshotCommand': 'go'");

    assertThat(checkOf(rig.load("acme"), "acme")).isEqualTo("go 7");
  }

  @Test
  void givesEachPluginAPrivateWorkDirectoryWhenItAsksForOne()
      throws InterruptedException, IOException {
    rig.good("good");
    rig.load("good");
    assertThat(rig.state()).doesNotExist();
    withCheck("return CheckResult.usable(context.workDirectory().toString());");
    Plugins plugins = rig.load("acme");

    Path work = Path.of(checkOf(plugins, "acme"));

    assertThat(work).isEqualTo(rig.state().resolve("plugins/acme"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(work)))
        .isEqualTo("rwx------");
  }

  @Test
  void givesAccessToCommandsAndMySqlFacts() throws InterruptedException {
    withCheck(
        """
        String said = context.commands()
            .run(io.orchestrator.agent.api.command.Command.of("echo", "hello")
                .within(java.time.Duration.ofSeconds(20)))
            .stdout().strip();
        return CheckResult.usable(said + " " + context.mysql().port() + " "
            + (context.clock() != null));
        """);

    assertThat(checkOf(rig.load("acme"), "acme")).isEqualTo("hello 3306 true");
  }

  @Test
  void runsAllPluginCodeWithThePluginsClassLoaderAsContextLoader() throws InterruptedException {
    String loader = "Thread.currentThread().getContextClassLoader() == Main.class.getClassLoader()";
    PluginJarBuilder.plugin("acme", "1.0.0")
        .pluginClass("acme.Main")
        .source(
            "acme.Main",
            PluginRig.plugin(
                "static boolean started; public void start() { started = " + loader + "; }"))
        .source(
            "acme.Service",
            service(
                "Service",
                "acme",
                "private final boolean created = " + loader + ";",
                "return CheckResult.usable(Main.started + \" \" + created + \" \" + ("
                    + loader
                    + "));"))
        .buildIn(rig.folder());
    ClassLoader before = Thread.currentThread().getContextClassLoader();

    assertThat(checkOf(rig.load("acme"), "acme")).isEqualTo("true true true");
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void offersExtensionsInTheOrderInWhichTheirPluginsAreEnabled() throws InterruptedException {
    rig.good("alpha");
    rig.good("beta");
    rig.good("gamma");

    Plugins plugins = rig.load("gamma", "alpha", "beta");

    assertThat(plugins.all(ServiceManager.class))
        .extracting(ServiceManager::name)
        .containsExactly("gamma", "alpha", "beta");
  }

  @Test
  void loadsNoClassOfAPluginThatIsNotEnabled() throws InterruptedException {
    PluginJarBuilder.plugin("acme", "1.0.0")
        .pluginClass("acme.Main")
        .index("acme.Service")
        .entry("acme/Main.class", "no class".getBytes(StandardCharsets.UTF_8))
        .entry("acme/Service.class", "no class".getBytes(StandardCharsets.UTF_8))
        .buildIn(rig.folder());

    PluginStatus status = statusOf(rig.load(), "acme");

    assertThat(status.state()).isEqualTo(PluginStatus.State.DISABLED);
    assertThat(status.reason()).isEmpty();
  }

  @Test
  void doesNotComplainAboutAPluginThatIsNotEnabled() throws InterruptedException {
    PluginJarBuilder.plugin("future", "1.0.0").requires(">=9.0.0").buildIn(rig.folder());

    assertThat(statusOf(rig.load(), "future").state()).isEqualTo(PluginStatus.State.DISABLED);
  }

  @Test
  void loadsAnUnpackedPlugin() throws InterruptedException, IOException {
    Path jar =
        PluginJarBuilder.plugin("acme", "1.0.0")
            .source("acme.Service", service("acme", ""))
            .buildIn(root.resolve("build"));
    unpack(jar, rig.folder().resolve("acme/classes"));

    assertThat(checkOf(rig.load("acme"), "acme")).isEqualTo("fine");
  }

  @Test
  void findsPluginsInFurtherFolders() throws InterruptedException {
    Path more = root.resolve("more");
    PluginJarBuilder.plugin("acme", "1.0.0")
        .source("acme.Service", service("acme", ""))
        .buildIn(more);
    rig.with("'Plugins.Directories': ['" + more + "']");

    assertThat(checkOf(rig.load("acme"), "acme")).isEqualTo("fine");
  }

  @Test
  void leavesNothingInThePluginFolder() throws InterruptedException {
    rig.good("acme");

    rig.load("acme");
    rig.stop();

    assertThat(rig.folder().toFile().list()).containsExactly("acme-1.2.3.jar");
  }

  private void withSettings() {
    PluginJarBuilder.plugin("acme", "1.0.0")
        .pluginClass("acme.Main")
        .source("acme.Main", PluginRig.plugin(DECLARES_SETTINGS))
        .source(
            "acme.Service",
            service(
                "Service",
                "acme",
                TAKES_CONTEXT,
                "return CheckResult.usable(context.settings().get(Main.COMMAND) + \" \""
                    + " + context.settings().get(Main.LIMIT));"))
        .buildIn(rig.folder());
  }

  private void withCheck(String check) {
    PluginJarBuilder.plugin("acme", "1.0.0")
        .source("acme.Service", service("Service", "acme", TAKES_CONTEXT, check))
        .buildIn(rig.folder());
  }

  private static void unpack(Path jar, Path folder) throws IOException {
    try (JarFile entries = new JarFile(jar.toFile())) {
      for (var entry : entries.stream().toList()) {
        Path target = folder.resolve(entry.getName());
        Files.createDirectories(target.getParent());
        try (InputStream content = entries.getInputStream(entry)) {
          Files.copy(content, target);
        }
      }
    }
  }
}

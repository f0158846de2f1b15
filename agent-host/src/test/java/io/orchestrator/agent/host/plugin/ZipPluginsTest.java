package io.orchestrator.agent.host.plugin;

import static io.orchestrator.agent.host.plugin.PluginRig.checkOf;
import static io.orchestrator.agent.host.plugin.PluginRig.service;
import static io.orchestrator.agent.host.plugin.PluginRig.statusOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.testkit.plugin.PluginJarBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that come as a zip, or as a folder of the same layout. */
@Tag("plugins")
class ZipPluginsTest {
  private static final String ID = "acme";

  /** Reports what a library of its own says. */
  private static final String CHECK =
      "return CheckResult.usable("
          + "new java.util.Scanner(getClass().getResourceAsStream(\"/said.txt\")).nextLine());";

  @TempDir Path root;
  private PluginRig rig;

  @BeforeEach
  void makeRig() throws IOException {
    rig = new PluginRig(root);
  }

  @Test
  void loadsThePluginsJarAndItsLibraries() throws InterruptedException {
    // "a-library.jar" comes first by name: the plugin's own index of extensions must count.
    withLibrary("a-library.jar", "hello").write(zip());

    assertThat(checkOf(rig.load(ID), ID)).isEqualTo("hello");
  }

  @Test
  void loadsClassesWithPropertiesBesideThem() throws InterruptedException, IOException {
    classes().write(zip());

    assertThat(checkOf(rig.load(ID), ID)).isEqualTo("of classes");
  }

  @Test
  void loadsClassesWithAManifest() throws InterruptedException, IOException {
    ZipFiles content = new ZipFiles();
    addClasses(content, "classes/");
    content.write(zip());

    assertThat(checkOf(rig.load(ID), ID)).isEqualTo("of classes");
  }

  @Test
  void loadsAZipWithAFolderAroundEverything() throws InterruptedException {
    new ZipFiles()
        .with("acme-1.0.0/", "")
        .with("acme-1.0.0/lib/", "")
        .with("acme-1.0.0/lib/acme.jar", jar())
        .with("acme-1.0.0/lib/said.jar", library("wrapped"))
        .write(zip());

    assertThat(checkOf(rig.load(ID), ID)).isEqualTo("wrapped");
  }

  @Test
  void loadsAFolderOfTheSameLayout() throws InterruptedException {
    withLibrary("library.jar", "in a folder").writeFolder(rig.folder().resolve(ID));

    assertThat(checkOf(rig.load(ID), ID)).isEqualTo("in a folder");
  }

  @Test
  void unpacksIntoTheStateDirectoryAlone() throws InterruptedException, IOException {
    withLibrary("library.jar", "hello").write(zip());

    rig.load(ID);

    assertThat(names(rig.folder())).containsExactly("acme.zip");
    assertThat(names(unpacked())).hasSize(1).allMatch(name -> name.matches("[0-9a-f]{64}"));
  }

  @Test
  void leavesADisabledOnePacked() throws InterruptedException {
    withLibrary("library.jar", "hello").write(zip());

    Plugins plugins = rig.load();

    assertThat(statusOf(plugins, ID).state()).isEqualTo(PluginStatus.State.DISABLED);
    assertThat(unpacked()).doesNotExist();
  }

  @Test
  void unpacksTheSameZipOnce() throws InterruptedException, IOException {
    withLibrary("library.jar", "hello").write(zip());
    rig.load(ID);
    Path folder = unpacked().resolve(names(unpacked()).get(0));
    Files.createFile(folder.resolve("mark"));

    rig.load(ID);

    assertThat(folder.resolve("mark")).exists();
  }

  @Test
  void takesAChangedZipAndDeletesWhatTheOldOneLeft() throws InterruptedException, IOException {
    withLibrary("library.jar", "old").write(zip());
    rig.load(ID);
    List<String> before = names(unpacked());
    withLibrary("library.jar", "new").write(zip());

    Plugins plugins = rig.load(ID);
    rig.deleteUnused();

    assertThat(checkOf(plugins, ID)).isEqualTo("new");
    assertThat(names(unpacked())).hasSize(1).doesNotContainAnyElementsOf(before);
  }

  @Test
  void keepsWhatIsNotOfItsMakingWhenItDeletes() throws InterruptedException, IOException {
    withLibrary("library.jar", "hello").write(zip());
    rig.load(ID);
    Files.createDirectory(unpacked().resolve("notes"));

    rig.deleteUnused();

    assertThat(names(unpacked())).hasSize(2).contains("notes");
  }

  @Test
  void reportsAZipThatIsNone() throws InterruptedException {
    assertThat(failureOf("acme.zip", "no zip".getBytes(StandardCharsets.UTF_8)))
        .contains("can't be read")
        .contains("whole zip");
  }

  @Test
  void saysThatWhatALinkLeadsToDoesNotExist() throws InterruptedException, IOException {
    Files.createSymbolicLink(zip(), root.resolve("absent.zip"));

    assertThat(failureOf("acme.zip"))
        .startsWith("its descriptor can't be read (" + zip() + " does not exist)");
  }

  @Test
  void reportsAZipWithoutDescriptor() throws InterruptedException {
    assertThat(failureOf("acme.zip", new ZipFiles().with("readme.txt", "hello")))
        .contains("no plugin.properties at its top and no manifest with Plugin-Id");
  }

  @Test
  void reportsTwoPluginsInOneZip() throws InterruptedException {
    assertThat(
            failureOf("acme.zip", new ZipFiles().with("lib/a.jar", jar()).with("lib/b.jar", jar())))
        .contains("more than one jar in lib/ has a Plugin-Id");
  }

  @Test
  void refusesAZipThatWouldWriteOutside() throws InterruptedException, IOException {
    assertThat(failureOf("acme.zip", withLibrary("library.jar", "x").with("../../evil", "evil")))
        .contains("..");
    assertThat(root.resolve("evil")).doesNotExist();
    assertThat(unpacked()).doesNotExist();
  }

  @Test
  void leavesNothingOfAZipThatCannotBeUnpacked() throws IOException {
    Path zip = withLibrary("library.jar", "x").write(zip());
    UnpackedPlugins small = new UnpackedPlugins(unpacked(), new Unzipping(10, 100));

    assertThatThrownBy(() -> small.folderOf(zip))
        .isInstanceOf(PluginFailure.class)
        .hasMessage(
            "its zip can't be unpacked into "
                + unpacked()
                + ": it is larger than 100 bytes when unpacked");
    assertThat(names(unpacked())).isEmpty();
  }

  private Path zip() {
    return rig.folder().resolve("acme.zip");
  }

  private Path unpacked() {
    return rig.state().resolve("unpacked-plugins");
  }

  private Path jar() {
    return PluginJarBuilder.plugin(ID, "1.0.0")
        .source("acme.Service", service("Service", ID, "", CHECK))
        .buildIn(root.resolve("built"));
  }

  /** A library with an index of extensions of its own, which is nobody's business. */
  private Path library(String said) {
    return new ZipFiles()
        .with("META-INF/extensions.idx", "absent.Extension")
        .with("said.txt", said)
        .write(root.resolve("library.jar"));
  }

  private ZipFiles withLibrary(String name, String said) {
    return new ZipFiles().with("lib/" + name, library(said)).with("lib/acme.jar", jar());
  }

  private ZipFiles classes() throws IOException {
    ZipFiles content =
        new ZipFiles().with("plugin.properties", "plugin.id=acme\nplugin.version=1.0.0\n");
    addClasses(content, "classes/");
    return content;
  }

  private void addClasses(ZipFiles content, String folder) throws IOException {
    try (ZipFile opened = new ZipFile(jar().toFile())) {
      for (ZipEntry entry : opened.stream().toList()) {
        content.with(folder + entry.getName(), opened.getInputStream(entry).readAllBytes());
      }
    }
    content.with(folder + "said.txt", "of classes");
  }

  private String failureOf(String id, ZipFiles content) throws InterruptedException {
    content.write(zip());
    return failureOf(id);
  }

  private String failureOf(String id, byte[] content) throws InterruptedException {
    try {
      Files.write(zip(), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return failureOf(id);
  }

  private String failureOf(String id) throws InterruptedException {
    rig.good("good");
    Plugins plugins = rig.load("good", ID);
    PluginStatus status = statusOf(plugins, id);
    assertThat(status.state()).isEqualTo(PluginStatus.State.FAILED);
    assertThat(checkOf(plugins, "good")).isEqualTo("fine");
    return status.reason();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}

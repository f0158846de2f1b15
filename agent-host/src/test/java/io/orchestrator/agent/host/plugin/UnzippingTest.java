package io.orchestrator.agent.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("plugins")
class UnzippingTest {
  @TempDir Path root;

  @Test
  void unpacksFilesAndFolders() throws IOException {
    unpack(new ZipFiles().with("a/", "").with("a/b/c.txt", "c").with("d.txt", "d"));

    assertThat(target().resolve("a/b/c.txt")).hasContent("c");
    assertThat(target().resolve("d.txt")).hasContent("d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../evil", "a/../../evil", "/tmp/evil-entry", "..", "a/..", "..\\evil", "a\\b"})
  void refusesAnEntryThatLeadsOut(String name) {
    assertThatThrownBy(() -> unpack(new ZipFiles().with(name, "evil")))
        .isInstanceOf(ZipException.class)
        .hasMessage("its entry " + name + " would lead out of the folder");
    assertThat(root.resolve("evil")).doesNotExist();
    assertThat(Path.of("/tmp/evil-entry")).doesNotExist();
  }

  @Test
  void refusesMoreThanItsLimitHoweverSmallTheZipIs() throws IOException {
    assertThatThrownBy(
            () ->
                unpack(
                    new ZipFiles()
                        .with("a", new byte[900])
                        .with("b", new byte[100])
                        .with("c", new byte[1])))
        .isInstanceOf(ZipException.class)
        .hasMessage("it is larger than 1000 bytes when unpacked");
    try (Stream<Path> files = Files.list(target())) {
      assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThanOrEqualTo(1000);
    }
  }

  @Test
  void refusesTooManyEntries() {
    assertThatThrownBy(
            () -> unpack(new ZipFiles().with("a", "").with("b", "").with("c", "").with("d", "")))
        .isInstanceOf(ZipException.class)
        .hasMessage("it has more than 3 entries");
  }

  @Test
  void refusesTwoEntriesForOneFile() {
    assertThatThrownBy(() -> unpack(new ZipFiles().with("a/b", "1").with("a//b", "2")))
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("more than one entry of the name b");
  }

  private Path target() {
    return root.resolve("target");
  }

  private void unpack(ZipFiles content) throws IOException {
    Files.createDirectory(target());
    new Unzipping(3, 1000).unpack(content.write(root.resolve("x.zip")), target());
  }
}

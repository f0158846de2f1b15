package io.orchestrator.agent.host.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenTest {
  @TempDir Path folder;
  private final AgentToken token = AgentToken.create(new SecureRandom());

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void isASha256InHexAndNewEachTime() {
    assertThat(token.value()).matches("[0-9a-f]{64}");
    assertThat(AgentToken.create(new SecureRandom()).value()).isNotEqualTo(token.value());
  }

  @Test
  void matchesItselfOnly() {
    assertThat(token.matches(token.value())).isTrue();
    assertThat(token.matches(token.value().substring(1))).isFalse();
    assertThat(token.matches("")).isFalse();
  }

  @Test
  void isNeverPrinted() {
    assertThat(token).hasToString("***");
  }

  @Test
  void isLeftInBothFilesForTheOwnerAlone() throws IOException {
    Path state = folder.resolve("lib/state");
    Path hint = folder.resolve("hint");
    new TokenFiles(state, Optional.of(hint)).write(token);
    assertThat(TokenFiles.in(state)).hasContent(token.value());
    assertThat(mode(TokenFiles.in(state))).isEqualTo("rw-------");
    assertThat(mode(state)).isEqualTo("rwx------");
    assertThat(hint).hasContent(token.value());
    assertThat(mode(hint)).isEqualTo("rw-------");
  }

  @Test
  void replacesAFileThatOthersHoldOpen() throws IOException {
    Path file = Files.writeString(TokenFiles.in(folder), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    Path held = Files.createLink(folder.resolve("held"), file);
    new TokenFiles(folder, Optional.empty()).write(token);
    assertThat(file).hasContent(token.value());
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(held).hasContent("old");
  }

  @Test
  void doesNotFollowALink() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    Path hint = Files.createSymbolicLink(folder.resolve("hint"), victim);
    new TokenFiles(folder.resolve("state"), Optional.of(hint)).write(token);
    assertThat(victim).hasContent("precious");
    assertThat(hint).isRegularFile().isNotEqualTo(victim).hasContent(token.value());
    assertThat(Files.isSymbolicLink(hint)).isFalse();
  }

  @Test
  void saysWhichFileCouldNotBeWrittenAndLeavesNothing() throws IOException {
    Path hint = Files.createDirectories(folder.resolve("hint/x")).getParent();
    TokenFiles files = new TokenFiles(folder.resolve("state"), Optional.of(hint));
    assertThatThrownBy(() -> files.write(token))
        .isInstanceOf(AgentException.class)
        .hasMessageContainingAll(hint.toString(), "TokenHintFile")
        .hasMessageNotContaining(token.value());
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("state", "hint");
    }
  }
}

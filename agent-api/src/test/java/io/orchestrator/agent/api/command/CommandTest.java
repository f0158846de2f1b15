package io.orchestrator.agent.api.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTest {
  @Test
  void aShellCommandGetsItsArgumentsUnparsed() {
    assertThat(Command.shell("/opt/send.sh --fast ", "/data dir", "$(id)").arguments())
        .containsExactly("bash", "-c", "/opt/send.sh --fast \"$@\"", "bash", "/data dir", "$(id)");
  }

  @Test
  void aShellCommandWithoutArgumentsIsLeftAsItIs() {
    assertThat(Command.shell("a | b").arguments()).containsExactly("bash", "-c", "a | b", "bash");
  }

  @Test
  void changesMakeCopies() {
    Command plain = Command.of("lvs");

    assertThat(plain.asRoot().isAsRoot()).isTrue();
    assertThat(plain.isAsRoot()).isFalse();
    assertThat(plain.limit()).contains(Command.DEFAULT_LIMIT);
    assertThat(plain.withoutLimit().limit()).isEmpty();
  }

  @Test
  void aNulCharacterIsRefused() {
    assertThatThrownBy(() -> Command.of("tar", "a\0b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEmptyCommandIsRefused() {
    assertThatThrownBy(() -> Command.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLimitMustBePositive() {
    assertThatThrownBy(() -> Command.of("lvs").within(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void messagesShowTheConfiguredTextOnOneLine() {
    assertThat(Command.shell("/opt/x.sh", "a\nb")).hasToString("/opt/x.sh a b");
    assertThat(Command.of("tar", "-x").toString()).isEqualTo("tar -x");
  }

  @Test
  void longCommandsAreShortenedInMessages() {
    assertThat(Command.of("echo", "x".repeat(500)).toString()).hasSize(201).endsWith("…");
  }

  @Test
  void messagesMaskWhatLooksLikeAPassword() {
    assertThat(Command.shell("mysqladmin -uroot -ps3cret --password=s3cret shutdown"))
        .hasToString("mysqladmin -uroot -p*** --password=*** shutdown");
    assertThat(Command.shell("MYSQL_PWD=s3cret mysql")).hasToString("MYSQL_PWD=*** mysql");
    assertThat(Command.of("nc", "-l", "-p", "21234")).hasToString("nc -l -p 21234");
  }
}

package io.orchestrator.agent.host.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostFaultTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Can't create file '/run/x' (Errcode: 13 \"Permission denied\")|AppArmor",
        "InnoDB: Operating system error number 13 in a file operation.|AppArmor",
        "mysqld: Error writing file (OS errno 28 - No space left on device)|ran full",
        "InnoDB: Operating system error number 5 in a file operation.|ran full",
        "Errcode: 30 \"Read-only file system\"|kernel's log",
        "mariadbd: unknown variable 'innodb_foo=1'|do they fit",
        "The socket file path is too long (> 107)|shorter VerifyDirectory"
      })
  void saysWhatToDo(String words, String advice) {
    assertThat(HostFault.in(words).orElseThrow().advice()).contains(advice);
  }

  @Test
  void takesNoCorruptionForOne() {
    assertThat(HostFault.in("InnoDB: Database page corruption on disk of page 5")).isEmpty();
    assertThat(HostFault.ofExit(128 + 6)).isEmpty();
  }

  @Test
  void takesAKillForAShortageOfMemory() {
    assertThat(HostFault.ofExit(137).orElseThrow().advice()).contains("memory");
  }
}

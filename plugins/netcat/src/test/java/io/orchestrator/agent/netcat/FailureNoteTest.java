package io.orchestrator.agent.netcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FailureNoteTest {
  @Test
  void bringsTheReasonOver() {
    assertThat(FailureNote.find(FailureNote.of("the snapshot ran full", 4711)))
        .contains("the snapshot ran full");
  }

  @Test
  void isFoundBehindOtherBytes() {
    byte[] end = new byte[FailureNote.LONGEST];
    byte[] note = FailureNote.of("größer", 0);
    System.arraycopy(note, 0, end, end.length - note.length, note.length);
    assertThat(FailureNote.find(end)).contains("größer");
  }

  @Test
  void endsTheStreamInTheMiddleOfABlock() {
    for (long sent = 0; sent < 2 * 512; sent++) {
      assertThat((sent + FailureNote.of("a reason", sent).length) % 512).isEqualTo(1);
    }
  }

  @Test
  void isNeverLongerThanAReceiverLooks() {
    String longest = "€".repeat(10_000);
    for (long sent = 0; sent < 512; sent++) {
      byte[] note = FailureNote.of(longest, sent);
      assertThat(note.length).isLessThanOrEqualTo(FailureNote.LONGEST);
      assertThat(FailureNote.find(note))
          .hasValueSatisfying(words -> assertThat(words).endsWith("…"));
    }
  }

  @Test
  void isNotSeenInWhatOnlyLooksLikeIt() {
    byte[] note = FailureNote.of("a reason", 0);
    byte[] cut =
        new String(note, StandardCharsets.UTF_8)
            .replace("end\n", "end")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(FailureNote.find(cut)).isEmpty();
    assertThat(FailureNote.find(new byte[0])).isEmpty();
    assertThat(FailureNote.find(FailureNote.of(" ", 0))).isEmpty();
  }

  @Test
  void letsNoControlCharactersReachALog() {
    assertThat(FailureNote.find(FailureNote.of("one\n[ERROR] two\u001b[31m\u0000", 0)))
        .contains("one [ERROR] two [31m");
  }
}

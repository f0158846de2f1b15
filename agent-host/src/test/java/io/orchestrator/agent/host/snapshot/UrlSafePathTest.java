package io.orchestrator.agent.host.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UrlSafePathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dev/vg0/mysql-snap",
        "/snapshots/a b",
        "/snapshots/100%",
        "/snapshots/a%20b",
        "/snapshots/a&token=x",
        "/snapshots/a+b",
        "/snapshots/a#b",
        "/snapshots/a?b",
        "/snapshots/a;b",
        "/snapshots/münchen",
        "/snapshots/雪",
        "/snapshots/a\nb",
        "/snapshots/a\"b'`$()<>\\b",
        "live:xtrabackup"
      })
  void survivesBeingPutIntoAUrlAsItIs(String path) {
    String shown = UrlSafePath.show(path);

    assertThat(shown).matches("[!-~]*").doesNotContain("&", "#", "?", "+", ";");
    assertThat(URLDecoder.decode(shown, StandardCharsets.UTF_8)).isEqualTo(path);
  }

  @Test
  void showsUsualPathsAsTheyAre() {
    assertThat(UrlSafePath.show("/dev/mapper/vg0-mysql--snap_1.2~3@4:5,6=7"))
        .isEqualTo("/dev/mapper/vg0-mysql--snap_1.2~3@4:5,6=7");
  }
}

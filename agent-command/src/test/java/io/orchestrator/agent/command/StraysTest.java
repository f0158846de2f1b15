package io.orchestrator.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StraysTest {
  private final String marker = UUID.randomUUID().toString();
  private final Strays strays = new Strays(false);
  private Process stray;
  private Process stranger;

  @BeforeEach
  void startAStrayAndAStranger() throws IOException {
    stray = sleepMarked(marker);
    stranger = sleepMarked(marker + "0");
  }

  @AfterEach
  void endThem() {
    stray.destroyForcibly();
    stranger.destroyForcibly();
  }

  @Test
  void endsThoseWithTheMarkerOnly() {
    assertThat(strays.end(Set.of(marker, "another")))
        .containsExactly("ended " + stray.pid() + " (sleep)");

    assertThat(ProcessTable.find(stray.pid())).isEmpty();
    assertThat(stranger.isAlive()).isTrue();
  }

  @Test
  void endsNothingWithoutAMarker() {
    assertThat(strays.end(Set.of())).isEmpty();
    assertThat(strays.end(Set.of(UUID.randomUUID().toString()))).isEmpty();

    assertThat(stray.isAlive()).isTrue();
  }

  @Test
  void refusesAMarkerThatWouldFitEverything() {
    assertThatThrownBy(() -> strays.end(Set.of(" "))).isInstanceOf(IllegalArgumentException.class);
  }

  private static Process sleepMarked(String marker) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sleep", "300");
    builder.environment().put(Marker.VARIABLE, marker);
    return builder.start();
  }
}

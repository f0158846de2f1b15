package io.orchestrator.agent.host.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.snapshot.Volume;
import io.orchestrator.agent.host.config.RetentionConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetentionPolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  @Test
  void keepsSoManyOfTheNewest() {
    assertThat(doomed(keep(2), aged("a", 1), aged("b", 2), aged("c", 3), aged("d", 4)))
        .containsExactly("d", "c");
  }

  @Test
  void keepsAllIfThereAreNoMore() {
    assertThat(doomed(keep(2), aged("a", 1), aged("b", 2))).isEmpty();
  }

  @Test
  void dropsOldOnes() {
    assertThat(doomed(hours(24), aged("a", 1), aged("b", 23), aged("c", 25))).containsExactly("c");
  }

  @Test
  void keepsTheNewestGoodOneHoweverOld() {
    assertThat(doomed(hours(24), aged("a", 300), aged("b", 301))).containsExactly("b");
  }

  @Test
  void keepsTheNewestGoodOneBehindAFullOne() {
    assertThat(doomed(hours(24), full("full", 1), aged("a", 300), aged("b", 301)))
        .containsExactly("b", "full");
  }

  @Test
  void countsNoFullOneAmongThoseItKeeps() {
    assertThat(doomed(keep(1), full("full", 1), aged("a", 2), aged("b", 3)))
        .containsExactly("b", "full");
  }

  @Test
  void dropsWhatIsFullerEvenIfItIsTheOnlyOne() {
    assertThat(doomed(fuller(80), used("a", 80.5))).containsExactly("a");
    assertThat(doomed(fuller(80), used("a", 80))).isEmpty();
  }

  @Test
  void takesOneOfUnknownAgeForYoung() {
    assertThat(doomed(hours(1), aged("a", 0), volume("b", true, true, 0, Optional.empty())))
        .isEmpty();
  }

  @Test
  void passesOverWhatIsNoSnapshotOrNotInTheFilter() {
    Volume foreign = volume("foreign", true, false, 0, Optional.of(NOW.minusSeconds(1)));
    Volume origin = volume("origin", false, true, 0, Optional.of(NOW.minusSeconds(1)));
    assertThat(doomed(keep(1), foreign, aged("a", 1), aged("b", 2), origin)).containsExactly("b");
  }

  @Test
  void saysWhy() {
    assertThat(
            new RetentionPolicy(keep(1))
                .doomed(List.of(aged("a", 1), aged("b", 2)), NOW).stream()
                    .map(RetentionPolicy.Doomed::why))
        .containsExactly("there are 1 newer ones");
  }

  private static Stream<String> doomedNames(RetentionConfig config, Volume... newestFirst) {
    return new RetentionPolicy(config)
        .doomed(List.of(newestFirst), NOW).stream().map(doomed -> doomed.snapshot().name());
  }

  private static List<String> doomed(RetentionConfig config, Volume... newestFirst) {
    return doomedNames(config, newestFirst).toList();
  }

  private static RetentionConfig keep(int count) {
    return new RetentionConfig(Optional.of(count), Optional.empty(), Optional.empty());
  }

  private static RetentionConfig hours(int hours) {
    return new RetentionConfig(
        Optional.empty(), Optional.of(Duration.ofHours(hours)), Optional.empty());
  }

  private static RetentionConfig fuller(int percent) {
    return new RetentionConfig(Optional.empty(), Optional.empty(), Optional.of(percent));
  }

  private static Volume aged(String name, int hours) {
    return volume(name, true, true, 0, Optional.of(NOW.minus(Duration.ofHours(hours))));
  }

  private static Volume used(String name, double percent) {
    return volume(name, true, true, percent, Optional.of(NOW));
  }

  private static Volume full(String name, int hours) {
    Volume good = aged(name, hours);
    return new Volume(
        good.path(), name, "g", true, true, false, 100, 1, good.origin(), good.created());
  }

  private static Volume volume(
      String name, boolean snapshot, boolean matches, double percent, Optional<Instant> created) {
    return new Volume(
        "/" + name, name, "g", snapshot, matches, true, percent, 1, Optional.empty(), created);
  }
}

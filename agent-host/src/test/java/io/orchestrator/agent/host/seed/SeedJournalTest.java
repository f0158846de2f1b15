package io.orchestrator.agent.host.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.host.fixture.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedJournalTest {
  private static final Path DATADIR = Path.of("/datadir");

  @TempDir Path folder;
  private TestHost host;
  private SeedJournal journal;

  @BeforeEach
  void makeJournal() {
    host = new TestHost(folder);
    journal = host.get(SeedJournal.class);
  }

  private SeedRecord record(long id, SeedRecord.Role role) {
    return host.get(SeedRunner.class).newRecord(Seeds.id(id), role, "", "test", DATADIR.toString());
  }

  private SeedRecord put(long id) {
    SeedRecord record = record(id, SeedRecord.Role.RECEIVE);
    journal.put(record);
    return record;
  }

  @Test
  void hasTheNewestFirstThoughTheClockWasSetBack() {
    put(1);
    host.clock().advance(Duration.ofHours(-2));
    put(2);

    assertThat(journal.all()).extracting(SeedRecord::id).containsExactly(2L, 1L);
    assertThat(journal.lastReceived(DATADIR)).get().extracting(SeedRecord::id).isEqualTo(2L);
  }

  @Test
  void keepsItsOrderWhenAnOlderSeedEnds() {
    SeedRecord first = put(1);
    put(2);

    journal.put(first.ended(SeedRecord.State.FAILED, "late", 0, 5));

    assertThat(journal.all()).extracting(SeedRecord::id).containsExactly(2L, 1L);
  }

  @Test
  void keepsASendAndAReceiveOfTheSameIdApart() {
    journal.put(record(7, SeedRecord.Role.RECEIVE));
    journal.put(record(7, SeedRecord.Role.SEND));

    assertThat(journal.find(Seeds.id(7), SeedRecord.Role.RECEIVE)).isPresent();
    assertThat(journal.find(Seeds.id(7), SeedRecord.Role.SEND)).isPresent();
    assertThat(journal.lastReceived(DATADIR)).isPresent();
  }

  @Test
  void aReceiveThatNeverGotToADatadirIsNotTheLastOneReceived() {
    put(1);
    journal.put(
        host.get(SeedRunner.class).newRecord(Seeds.id(2), SeedRecord.Role.RECEIVE, "", "test", ""));

    assertThat(journal.lastReceived(DATADIR)).get().extracting(SeedRecord::id).isEqualTo(1L);
  }

  @Test
  void aFloodOfRefusedSeedsDoesNotPushOutTheOneThatGoesOn() {
    SeedRecord running = put(1);
    for (long id = 2; id < 300; id++) {
      journal.put(
          record(id, SeedRecord.Role.RECEIVE).ended(SeedRecord.State.FAILED, "refused", 0, 5));
    }

    assertThat(journal.all()).hasSizeLessThanOrEqualTo(100).contains(running);
  }

  @Test
  void learnsOfASeedOnlyAsLongAsItGoesOn() {
    SeedRecord running = put(1);
    journal.learn(running.by("other"));
    assertThat(journal.now(running)).get().extracting(SeedRecord::transport).isEqualTo("other");

    journal.put(running.ended(SeedRecord.State.ABORTED, "on request", 0, 5));
    journal.learn(running.by("late"));

    assertThat(journal.now(running)).get().extracting(SeedRecord::completed).isEqualTo(true);
  }

  @Test
  void replacesAnOlderSeedOfThatIdAndRole() {
    put(7);
    SeedRecord second = put(7);

    assertThat(journal.all()).containsExactly(second);
  }

  @Test
  void doesNotBringAReplacedSeedBack() {
    SeedRecord first = put(7);
    SeedRecord second = put(7);

    journal.amend(first.ended(SeedRecord.State.FAILED, "late", 0, 5));

    assertThat(journal.all()).containsExactly(second);
  }

  @Test
  void forgetsTheOldestOfTooMany() {
    for (int id = 1; id <= 101; id++) {
      journal.put(
          record(id, SeedRecord.Role.RECEIVE).ended(SeedRecord.State.SUCCEEDED, "done", 0, 5));
    }

    assertThat(journal.all()).hasSize(100);
    assertThat(journal.find(Seeds.id(1), SeedRecord.Role.RECEIVE)).isEmpty();
    assertThat(journal.find(Seeds.id(101), SeedRecord.Role.RECEIVE)).isPresent();
  }

  @Test
  void isTheSameAfterARestart() {
    put(1);
    put(2);
    host.restart();

    assertThat(host.get(SeedJournal.class).all()).isEqualTo(journal.all());
  }

  @Test
  void readsWhatAnOlderAgentHasWritten() throws IOException {
    put(1);
    Path file = host.state().resolve("seeds.json");
    String old = Files.readString(file).replaceAll("(?s),\\s*\"replication\" : \\{.*?}", "");
    assertThat(old).doesNotContain("replication");
    Files.writeString(file, old);
    host.restart();

    assertThat(host.get(SeedJournal.class).all()).isEqualTo(journal.all());
  }
}

package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrivedPartsTest {
  private static final int PARTS = 3000;

  @TempDir Path folder;

  @Test
  void notesManyAtATimeWhateverTheirOrder() throws Exception {
    Random random = new Random(6);
    Set<Long> wanted = new TreeSet<>();
    try (ArrivedParts parts = new ArrivedParts(folder)) {
      ArrivedParts.Batch batch = parts.batch();
      for (int round = 0; round < 500; round++) {
        long part = random.nextInt(PARTS);
        for (long next = part; next < part + random.nextInt(20); next++) {
          batch.add(next);
          wanted.add(next);
        }
      }
      batch.write();
      ArrivedParts.Batch later = parts.batch();
      for (long part = 0; part < PARTS + 20; part++) {
        assertThat(later.has(part)).as("part %d", part).isEqualTo(wanted.contains(part));
        assertThat(parts.hasArrived(part)).isEqualTo(wanted.contains(part));
      }
    }
  }

  @Test
  void takesNothingForArrivedBeforeItIsWritten() throws Exception {
    try (ArrivedParts parts = new ArrivedParts(folder)) {
      ArrivedParts.Batch batch = parts.batch();
      batch.add(7);
      assertThat(parts.hasArrived(7)).isFalse();
      batch.write();
      assertThat(parts.hasArrived(7)).isTrue();
      assertThat(parts.hasArrived(6)).isFalse();
    }
  }

  @Test
  void doesNotTakeACreatedFileForAnArrivedPart() throws Exception {
    try (ArrivedParts parts = new ArrivedParts(folder)) {
      parts.created(3);
      assertThat(parts.batch().has(3)).isFalse();
      assertThat(parts.isCreated(3)).isTrue();
    }
  }
}

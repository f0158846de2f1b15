package io.orchestrator.agent.host.seed;

import com.fasterxml.jackson.core.type.TypeReference;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.state.StateFile;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The newest seed of each id and role, on disk, so that a restart forgets none. */
public final class SeedJournal {
  private static final int MOST = 100;

  private final StateFile<List<SeedRecord>> file;
  private final List<SeedRecord> records = new ArrayList<>();

  @Inject
  SeedJournal(AgentConfig config) {
    this.file =
        new StateFile<>(config.stateDirectory().resolve("seeds.json"), new TypeReference<>() {});
    records.addAll(file.read().orElse(List.of()));
  }

  /** The newest record of that id and role. */
  synchronized Optional<SeedRecord> find(SeedId id, SeedRecord.Role role) {
    return records.stream()
        .filter(record -> record.id() == id.value() && record.role() == role)
        .findFirst();
  }

  /** This very seed, whatever became of it since. */
  synchronized Optional<SeedRecord> now(SeedRecord seed) {
    return records.stream().filter(record -> record.marker().equals(seed.marker())).findFirst();
  }

  /** All records, newest first. */
  public synchronized List<SeedRecord> all() {
    return List.copyOf(records);
  }

  /**
   * Puts down a seed that starts.
   *
   * @throws AgentException {@code IO_FAILED} if it can't be written; the seed must not start then
   */
  synchronized void begin(SeedRecord record) {
    try {
      put(record);
    } catch (AgentException e) {
      keepInMemory(record.ended(SeedRecord.State.FAILED, e.getMessage(), 0, record.startedAt()));
      throw e;
    }
  }

  /** Replaces the older record of that id and role, on disk and in memory. */
  synchronized void put(SeedRecord record) {
    keepInMemory(record);
    file.write(List.copyOf(records));
  }

  /** The same, unless this seed has been replaced itself. */
  synchronized void amend(SeedRecord record) {
    if (now(record).isPresent()) {
      put(record);
    }
  }

  /** Puts down what has become known of a seed that goes on, unless it is over already. */
  synchronized void learn(SeedRecord record) {
    if (now(record).filter(known -> !known.completed()).isPresent()) {
      put(record);
    }
  }

  /** Replaces the older record of that id and role for as long as the agent runs. */
  synchronized void keepInMemory(SeedRecord record) {
    // By order of arrival, not by time: a clock may be set back.
    Optional<SeedRecord> before = now(record);
    if (before.isPresent()) {
      records.set(records.indexOf(before.get()), record);
      return;
    }
    records.removeIf(older -> older.id() == record.id() && older.role() == record.role());
    records.add(0, record);
    for (int oldest = records.size() - 1; records.size() > MOST && oldest > 0; oldest--) {
      if (records.get(oldest).completed()) {
        records.remove(oldest);
      }
    }
  }

  /** The newest seed that was received into this datadir, whatever became of it. */
  synchronized Optional<SeedRecord> lastReceived(Path datadir) {
    return records.stream()
        .filter(record -> record.role() == SeedRecord.Role.RECEIVE)
        .filter(record -> record.datadir().equals(datadir.toString()))
        .findFirst();
  }
}

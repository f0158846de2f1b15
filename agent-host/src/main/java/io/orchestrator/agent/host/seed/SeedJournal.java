package io.orchestrator.agent.host.seed;

import com.fasterxml.jackson.core.type.TypeReference;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.seed.SeedId;
import io.orchestrator.agent.host.config.AgentConfig;
import io.orchestrator.agent.host.state.StateFile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The newest seed of each id, on disk, so that a restart forgets none. */
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

  /** The newest record of that id, of either role. */
  synchronized Optional<SeedRecord> find(SeedId id) {
    return records.stream().filter(record -> record.id() == id.value()).findFirst();
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

  /** Replaces the older record of that id, on disk and in memory. */
  synchronized void put(SeedRecord record) {
    keepInMemory(record);
    file.write(List.copyOf(records));
  }

  /** Replaces the older record of that id for as long as the agent runs. */
  synchronized void keepInMemory(SeedRecord record) {
    records.removeIf(older -> older.id() == record.id());
    records.add(record);
    records.sort(Comparator.comparingLong(SeedRecord::startedAt).reversed());
    while (records.size() > MOST) {
      records.remove(records.size() - 1);
    }
  }

  /** The newest seed that was received, whatever became of it. */
  synchronized Optional<SeedRecord> lastReceived() {
    return records.stream().filter(record -> record.role() == SeedRecord.Role.RECEIVE).findFirst();
  }
}

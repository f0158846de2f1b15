package io.orchestrator.agent.host.datadir;

import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.host.shared.SharedAnswer;
import jakarta.inject.Inject;
import java.nio.file.Path;

/**
 * The space that a seed may use: what is free, what the deletion in the background will free, and
 * what is kept only as long as there is room.
 */
public final class DatadirSpace {
  private final MySqlFacts mysql;
  private final PromisedRoom room;
  private final DatadirTrash trash;

  private volatile SharedAnswer<Long> available = fresh();

  @Inject
  DatadirSpace(MySqlFacts mysql, PromisedRoom room, DatadirTrash trash) {
    this.mysql = mysql;
    this.room = room;
    this.trash = trash;
  }

  private SharedAnswer<Long> fresh() {
    return SharedAnswer.whileComputing(this::look);
  }

  /**
   * Data was deleted or kept: who asks from now on gets no answer from before, which is too little.
   */
  public void changed() {
    available = fresh();
  }

  /** Bytes. */
  public long available() throws InterruptedException {
    return available.get();
  }

  private long look() throws InterruptedException {
    Path datadir = mysql.datadir();
    return room.look(datadir, trash.stuck(datadir), () -> trash.isFreeing(datadir));
  }
}

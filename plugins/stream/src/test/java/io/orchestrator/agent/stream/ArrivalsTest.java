package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.testkit.seed.FakeTransfer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks that come when this side is over: the source hears why it is. */
class ArrivalsTest {
  @TempDir Path folder;
  private final FakeTransfer transfer = new FakeTransfer();
  private EntryList list;
  private ArrivedParts parts;
  private Bases bases;
  private Arrivals arrivals;

  @BeforeEach
  void setUp() throws IOException {
    list = EntryList.in(folder);
    parts = new ArrivedParts(folder);
    bases = new Bases(folder, folder, list, parts, List.of(), Optional.empty());
    arrivals = new Arrivals(folder, list, parts, bases, new Progress(transfer), transfer);
  }

  @AfterEach
  void tearDown() throws IOException {
    arrivals.close();
    bases.close();
    parts.close();
    list.close();
    transfer.close();
  }

  private void assertRefuses(ErrorCode code, String why) {
    assertThatThrownBy(() -> arrivals.take(1, 0, ByteBuffer.allocate(1)))
        .isInstanceOf(AgentException.class)
        .hasFieldOrPropertyWithValue("code", code)
        .hasMessage(why);
  }

  @Test
  void tellsWhatHasFailedOnAnotherThread() throws IOException {
    arrivals.failed(new AgentException(ErrorCode.RESOURCES_EXHAUSTED, "Could not write x"));
    arrivals.close();
    assertRefuses(ErrorCode.RESOURCES_EXHAUSTED, "Could not write x");
  }

  @Test
  void tellsThatItWasStoppedWhereNothingHasFailed() throws IOException {
    arrivals.close();
    assertRefuses(ErrorCode.ABORTED, "The receiver was stopped");
  }
}

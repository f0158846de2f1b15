package io.orchestrator.agent.mydumper;

import static org.assertj.core.api.Assertions.assertThat;

import io.orchestrator.agent.api.seed.BinaryLogPosition;
import org.junit.jupiter.api.Test;

class MetadataTest {
  @Test
  void readsWhereTheServersOwnLogWas() {
    Metadata metadata =
        new Metadata(
            """
            Started dump at: 2026-11-26 04:24:13
            SHOW MASTER STATUS:
            \tLog: bl.000001
            \tPos: 3212292
            \tGTID:0-1-53,1-2-3

            SHOW SLAVE STATUS:
            \tHost: other
            \tLog: theirs.000007
            \tPos: 4
            \tGTID:9-9-9

            Finished dump at: 2026-11-26 04:24:14
            """);
    assertThat(metadata.isFinished()).isTrue();
    assertThat(metadata.position()).contains(new BinaryLogPosition("bl.000001", 3212292));
    assertThat(metadata.gtidSet()).contains("0-1-53,1-2-3");
  }

  @Test
  void readsAGtidSetOfSeveralLines() {
    Metadata metadata =
        new Metadata(
            "SHOW MASTER STATUS:\n\tLog: binlog.000002\n\tPos: 157\n\tGTID:a-b:1-5,\nc-d:1-9\n\n");
    assertThat(metadata.gtidSet()).contains("a-b:1-5,c-d:1-9");
    assertThat(metadata.isFinished()).isFalse();
  }

  @Test
  void knowsOfNoSetWhereThereIsNone() {
    Metadata metadata =
        new Metadata(
            "SHOW MASTER STATUS:\n\tLog: bl.1\n\tPos: 157\n\tGTID:\n\nFinished dump at: x");
    assertThat(metadata.gtidSet()).isEmpty();
    assertThat(new Metadata("").position()).isEmpty();
  }
}

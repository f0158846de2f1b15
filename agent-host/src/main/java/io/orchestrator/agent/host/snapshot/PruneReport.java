package io.orchestrator.agent.host.snapshot;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What pruning has done, or would do.
 *
 * @param removed those that are gone
 * @param kept those that should go, but are in use
 * @param failed those that could not be removed
 */
public record PruneReport(
    @JsonProperty("Removed") List<Entry> removed,
    @JsonProperty("Kept") List<Entry> kept,
    @JsonProperty("Failed") List<Entry> failed) {
  /**
   * A snapshot.
   *
   * @param path see {@link UrlSafePath}
   * @param why a few words
   */
  public record Entry(@JsonProperty("Path") String path, @JsonProperty("Why") String why) {}
}

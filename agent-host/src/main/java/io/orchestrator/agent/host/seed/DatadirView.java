package io.orchestrator.agent.host.seed;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The datadir as the API shows it.
 *
 * @param path where it is
 * @param unfinished why MySQL is not started on it; empty if it may be
 * @param kept where the data is that it had before it was deleted; empty if none is kept
 * @param keptSince ISO 8601; empty if none is kept
 * @param keptBytes its size
 */
public record DatadirView(
    @JsonProperty("Path") String path,
    @JsonProperty("Unfinished") String unfinished,
    @JsonProperty("Kept") String kept,
    @JsonProperty("KeptSince") String keptSince,
    @JsonProperty("KeptBytes") long keptBytes) {}

package io.orchestrator.agent.testkit.datadir;

/**
 * How much there is.
 *
 * @param bytes the sizes of all regular files, holes included, a file with several names once
 * @param files how many regular files, likewise
 */
public record TreeTotals(long bytes, long files) {}

package io.orchestrator.agent.testkit.datadir;

/** A file to generate; the path is relative to the data directory. */
record PlannedFile(String path, long size, Filling filling) {}

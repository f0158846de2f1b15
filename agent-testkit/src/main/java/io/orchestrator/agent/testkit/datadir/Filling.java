package io.orchestrator.agent.testkit.datadir;

/** What a generated file holds. */
enum Filling {
  COMPRESSIBLE,
  INCOMPRESSIBLE,
  HOLE_FIRST,
  HOLE_IN_THE_MIDDLE,
  HOLE_LAST,
  HOLE_ONLY
}

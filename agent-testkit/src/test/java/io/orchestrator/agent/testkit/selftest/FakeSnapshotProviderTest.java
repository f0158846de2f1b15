package io.orchestrator.agent.testkit.selftest;

/** The fake keeps the contract. */
class FakeSnapshotProviderTest extends FakeSnapshotHost {}

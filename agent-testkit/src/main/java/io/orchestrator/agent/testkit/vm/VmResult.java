package io.orchestrator.agent.testkit.vm;

import java.util.List;

/**
 * How one test inside the machine ended.
 *
 * @param path its class and name, outermost first
 * @param outcome {@code SUCCESSFUL}, {@code ABORTED} (skipped by an assumption), {@code SKIPPED} or
 *     {@code FAILED}
 * @param details the stack trace of a failure, the reason of a skip
 * @param millis how long it took
 */
record VmResult(List<String> path, String outcome, String details, long millis) {}

/**
 * Runs JUnit tests inside a small machine that has what this host's kernel lacks, such as
 * device-mapper, and shows them as tests of this host.
 */
@NullMarked
package io.orchestrator.agent.testkit.vm;

import org.jspecify.annotations.NullMarked;

/**
 * Contract test, fakes and test data of seed transports. {@link
 * io.orchestrator.agent.testkit.seed.SeedTransportContract} has a table of what is asked.
 */
@NullMarked
package io.orchestrator.agent.testkit.seed;

import org.jspecify.annotations.NullMarked;

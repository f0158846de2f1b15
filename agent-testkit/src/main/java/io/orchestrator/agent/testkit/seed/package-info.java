/** Contract test, fakes and test data of seed transports. */
@NullMarked
package io.orchestrator.agent.testkit.seed;

import org.jspecify.annotations.NullMarked;

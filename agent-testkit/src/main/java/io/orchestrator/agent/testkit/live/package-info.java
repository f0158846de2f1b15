/** Data, disks and replicas for tests of transports that send from a running server. */
@NullMarked
package io.orchestrator.agent.testkit.live;

import org.jspecify.annotations.NullMarked;

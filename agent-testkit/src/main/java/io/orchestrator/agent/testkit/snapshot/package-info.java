/** Contract tests and fakes of snapshot providers and locators. */
@NullMarked
package io.orchestrator.agent.testkit.snapshot;

import org.jspecify.annotations.NullMarked;

/** The contracts themselves under test: the fakes pass them, broken fakes do not. */
@NullMarked
package io.orchestrator.agent.testkit.selftest;

import org.jspecify.annotations.NullMarked;

/** Conditions on what the machine that runs the tests has. */
@NullMarked
package io.orchestrator.agent.testkit.tools;

import org.jspecify.annotations.NullMarked;

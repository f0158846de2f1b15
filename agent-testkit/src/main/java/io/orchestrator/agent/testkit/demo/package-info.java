/** The demonstration's program: makes a datadir, drives a seed, compares the result. */
@NullMarked
package io.orchestrator.agent.testkit.demo;

import org.jspecify.annotations.NullMarked;

/** Data directories to test seeds with, and the proof that two are the same. */
@NullMarked
package io.orchestrator.agent.testkit.datadir;

import org.jspecify.annotations.NullMarked;

/** What is tested of every extension, whatever its kind. */
@NullMarked
package io.orchestrator.agent.testkit.extension;

import org.jspecify.annotations.NullMarked;

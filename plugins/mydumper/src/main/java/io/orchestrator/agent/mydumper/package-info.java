/** Seeds from a running server by mydumper's files, which myloader loads. */
@NullMarked
package io.orchestrator.agent.mydumper;

import org.jspecify.annotations.NullMarked;

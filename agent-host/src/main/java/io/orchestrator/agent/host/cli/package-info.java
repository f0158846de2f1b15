/** The command line: starting the daemon, checking, listing, and asking the running agent. */
@NullMarked
package io.orchestrator.agent.host.cli;

import org.jspecify.annotations.NullMarked;

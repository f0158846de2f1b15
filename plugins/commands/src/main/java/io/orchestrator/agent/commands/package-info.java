/** Service and seed by the commands that an installation of the Go agent has configured. */
@NullMarked
package io.orchestrator.agent.commands;

import org.jspecify.annotations.NullMarked;

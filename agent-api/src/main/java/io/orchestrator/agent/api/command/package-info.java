/** Starting programs on the host: argument lists, time limits, whole process trees. */
@NullMarked
package io.orchestrator.agent.api.command;

import org.jspecify.annotations.NullMarked;

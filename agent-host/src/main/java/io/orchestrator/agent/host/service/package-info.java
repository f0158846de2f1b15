/** Starting and stopping MySQL, with the refusals that protect its data. */
@NullMarked
package io.orchestrator.agent.host.service;

import org.jspecify.annotations.NullMarked;

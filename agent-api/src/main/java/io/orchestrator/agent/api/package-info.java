/**
 * What every plugin of the agent starts from: {@link io.orchestrator.agent.api.AgentPlugin}, the
 * extension points and their {@link io.orchestrator.agent.api.AgentContext}.
 */
@NullMarked
package io.orchestrator.agent.api;

import org.jspecify.annotations.NullMarked;

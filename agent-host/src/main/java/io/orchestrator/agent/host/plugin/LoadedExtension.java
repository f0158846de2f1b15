package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.AgentExtension;

/**
 * An extension that is ready.
 *
 * @param kind which extension point it implements
 * @param name its name
 * @param pluginId the plugin it came from
 * @param extension guarded, see {@link GuardedExtension}
 */
public record LoadedExtension(
    ExtensionKind kind, String name, String pluginId, AgentExtension extension) {}

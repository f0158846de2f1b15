package io.orchestrator.agent.host.config;

import java.nio.file.Path;
import java.util.List;

/**
 * What loading gave.
 *
 * @param config checked
 * @param warnings what an operator should know, one line each
 * @param files those that were read, later ones overriding earlier ones
 */
public record LoadedConfig(AgentConfig config, List<String> warnings, List<Path> files) {}

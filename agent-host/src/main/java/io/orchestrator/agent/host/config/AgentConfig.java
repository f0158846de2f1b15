package io.orchestrator.agent.host.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * The whole configuration, checked.
 *
 * @param orchestrator the servers to register with
 * @param http the agent's own API
 * @param mysql the server that the agent serves
 * @param snapshots mounting and offering snapshots
 * @param verify verifying snapshots
 * @param seed moving data
 * @param wire the own connection between two agents
 * @param plugins which plugins, with which settings
 * @param stateDirectory what must survive a restart: journal, marks, token file
 * @param execWithSudo run what needs root under {@code sudo -n}
 * @param customCommands the commands of the custom-commands route, by name
 */
public record AgentConfig(
    OrchestratorConfig orchestrator,
    HttpConfig http,
    MySqlConfig mysql,
    SnapshotConfig snapshots,
    VerifyConfig verify,
    SeedConfig seed,
    WireConfig wire,
    PluginsConfig plugins,
    Path stateDirectory,
    boolean execWithSudo,
    Map<String, String> customCommands) {}

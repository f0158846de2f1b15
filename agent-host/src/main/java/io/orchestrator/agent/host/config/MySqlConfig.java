package io.orchestrator.agent.host.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The MySQL server.
 *
 * @param datadirCommand prints the data directory
 * @param portCommand prints the port
 * @param deleteDatadirCommand empties the data directory
 * @param clientCommand the client program that relay-log contents are piped into
 * @param defaultsFile the server's option file, where it is not one of the usual ones
 */
public record MySqlConfig(
    Optional<String> datadirCommand,
    Optional<String> portCommand,
    Optional<String> deleteDatadirCommand,
    String clientCommand,
    Optional<Path> defaultsFile) {}

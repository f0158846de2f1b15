package io.orchestrator.agent.host.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A host to run an agent on: a datadir, a folder of snapshots, a MySQL service that is only files,
 * and the agent's configuration, which tests add to. Everything is in one folder.
 */
final class AgentHost {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Path folder;
  private final Map<String, Object> configuration = new TreeMap<>();
  private List<String> commandPrefix = List.of();
  private boolean defaultTransport;

  /**
   * Makes the folder and what is in it.
   *
   * @param name the address that is the host's name
   */
  AgentHost(Path folder, String name) throws IOException {
    this.name = name;
    this.folder = Files.createDirectories(folder);
    Files.createDirectory(datadir());
    Files.createDirectory(snapshots());
    Files.writeString(
        errorLog(), "1999-12-31 23:59:59 0 [Note] mariadbd: ready for connections.\n");
    Files.writeString(optionFile(), "[mysqld]\nlog-error=" + errorLog() + "\n");
    with("Hostname", name);
    with("HTTPListenAddress", name);
    with("HTTPPort", 0);
    with("ContinuousPollSeconds", 1);
    with("SeedConnectSeconds", 20);
    with("SnapshotMountPoint", folder.resolve("mnt").toString());
    with("StateDirectory", state().toString());
    with("MySQLDefaultsFile", optionFile().toString());
    with("MySQLDatadirCommand", "echo " + datadir());
    with("MySQLServiceStatusCommand", "test -e " + serviceRuns());
    with("MySQLServiceStartCommand", "echo start >> " + serviceCalls() + "; > " + serviceRuns());
    with("MySQLServiceStopCommand", "rm -f " + serviceRuns());
    Map<String, Object> settings =
        Map.of("directory", Map.of("SnapshotDirectory", snapshots().toString()));
    with(
        "Plugins",
        Map.of(
            "Enabled", List.of("directory", "commands", "netcat", "stream"), "Settings", settings));
  }

  /** Sets a key of the configuration, for agents that start from now on. */
  void with(String key, Object value) {
    configuration.put(key, value);
  }

  /** Takes a key out of the configuration again. */
  void without(String key) {
    configuration.remove(key);
  }

  /** Writes a script that bash runs, and returns its path. */
  Path script(String file, String text) throws IOException {
    Path script = folder.resolve(file);
    Files.writeString(script, "set -e -o pipefail\n" + text + "\n");
    return script;
  }

  /** Starts the agent by this command, which executes what follows it. */
  void startBy(String... prefix) {
    commandPrefix = List.of(prefix);
  }

  List<String> commandPrefix() {
    return commandPrefix;
  }

  /** Leaves the transport to the agent; else it is netcat where no command is set. */
  void useDefaultTransport() {
    defaultTransport = true;
  }

  private boolean seedsByNetcat() {
    return !defaultTransport
        && !configuration.containsKey("SendSeedDataCommand")
        && !configuration.containsKey("ReceiveSeedDataCommand");
  }

  Path writeConfiguration() throws IOException {
    Map<String, Object> all = new TreeMap<>(configuration);
    if (seedsByNetcat()) {
      all.putIfAbsent("SeedTransport", "netcat");
    }
    Path file = folder.resolve("agent.conf.json");
    JSON.writeValue(file.toFile(), all);
    return file;
  }

  String name() {
    return name;
  }

  Path folder() {
    return folder;
  }

  Path datadir() {
    return folder.resolve("datadir");
  }

  Path snapshots() {
    return folder.resolve("snapshots");
  }

  Path errorLog() {
    return folder.resolve("error.log");
  }

  Path optionFile() {
    return folder.resolve("my.cnf");
  }

  Path state() {
    return folder.resolve("state");
  }

  /** The agent's standard error, of all its starts. */
  Path log() {
    return folder.resolve("agent.log");
  }

  private Path serviceRuns() {
    return folder.resolve("mysqld-runs");
  }

  private Path serviceCalls() {
    return folder.resolve("mysqld-starts");
  }

  /** How often the service was started. */
  long serviceStarts() throws IOException {
    return Files.exists(serviceCalls()) ? Files.readAllLines(serviceCalls()).size() : 0;
  }
}

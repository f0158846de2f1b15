package io.orchestrator.agent.testkit.context;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.Settings;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.mount.MountTable;
import io.orchestrator.agent.command.ProcessRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

/**
 * The context of a host that a test makes up. Immutable; the {@code with…} methods return a changed
 * copy:
 *
 * <pre>{@code
 * AgentContext context = FakeAgentContext.in(temporaryFolder).with("SnapshotVolumesFilter", "-my-");
 * }</pre>
 *
 * @param values the settings by key
 * @param commands what starts programs
 * @param mysql the facts
 * @param mounts what is mounted
 * @param workDirectory exists
 * @param clock the clock
 */
public record FakeAgentContext(
    Map<String, Object> values,
    CommandRunner commands,
    MySqlFacts mysql,
    MountTable mounts,
    Path workDirectory,
    Clock clock)
    implements AgentContext {
  /** Copies the settings. */
  public FakeAgentContext {
    values = Map.copyOf(values);
  }

  /**
   * A context without settings whose folders {@code datadir} (empty) and {@code work} are made in
   * the given one. It starts real programs, without sudo, and knows the real mounts.
   */
  public static FakeAgentContext in(Path folder) {
    Path datadir = privateFolder(folder.resolve("datadir"));
    return new FakeAgentContext(
        Map.of(),
        new ProcessRunner(false),
        FakeMySqlFacts.of(datadir.toAbsolutePath().normalize()),
        new MountTable(),
        privateFolder(folder.resolve("work")),
        Clock.systemUTC());
  }

  @Override
  public Settings settings() {
    return Settings.of(values);
  }

  /** With this setting in addition; a value is what JSON gives. */
  public FakeAgentContext with(String key, Object value) {
    Map<String, Object> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(values);
    more.put(key, value);
    return new FakeAgentContext(more, commands, mysql, mounts, workDirectory, clock);
  }

  /** With this runner, such as {@code ScriptedCommands}. */
  public FakeAgentContext withCommands(CommandRunner other) {
    return new FakeAgentContext(values, other, mysql, mounts, workDirectory, clock);
  }

  /** With these facts about MySQL. */
  public FakeAgentContext withMySql(MySqlFacts other) {
    return new FakeAgentContext(values, commands, other, mounts, workDirectory, clock);
  }

  /** With these mounts. */
  public FakeAgentContext withMounts(MountTable other) {
    return new FakeAgentContext(values, commands, mysql, other, workDirectory, clock);
  }

  /** With this clock. */
  public FakeAgentContext withClock(Clock other) {
    return new FakeAgentContext(values, commands, mysql, mounts, workDirectory, other);
  }

  /** With this work directory, which is made if it is not there. */
  public FakeAgentContext withWorkDirectory(Path other) {
    return new FakeAgentContext(values, commands, mysql, mounts, privateFolder(other), clock);
  }

  private static Path privateFolder(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      return folder;
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot make the folder " + folder, failed);
    }
  }
}

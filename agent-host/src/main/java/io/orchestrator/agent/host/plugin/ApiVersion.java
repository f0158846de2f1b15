package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.api.AgentExtension;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.pf4j.DefaultVersionManager;
import org.pf4j.VersionManager;

/** The version of agent-api that this agent has, and which plugins fit it. */
final class ApiVersion {
  private static final VersionManager versions = new DefaultVersionManager();

  private ApiVersion() {}

  /** As the build has it, such as "1.1.0": a snapshot counts as the release that it will be. */
  static String text() {
    try (InputStream version =
        Objects.requireNonNull(AgentExtension.class.getResourceAsStream("version"))) {
      return new String(version.readAllBytes(), StandardCharsets.UTF_8)
          .strip()
          .replace("-SNAPSHOT", "");
    } catch (IOException e) {
      throw new UncheckedIOException("agent-api's version can't be read", e);
    }
  }

  /**
   * Does this version of the API serve a plugin that requires these?
   *
   * @param requires a range; a single version stands for itself and what is compatible with it
   * @throws RuntimeException if it is malformed
   */
  static boolean fits(String version, String requires) {
    String range = requires.strip();
    return versions.checkVersionConstraint(
        version, range.matches("\\d+\\.\\d+\\.\\d+") ? "^" + range : range);
  }

  /**
   * Is this a semantic version?
   *
   * @throws RuntimeException if not; its message says what is wrong
   */
  static void requireWellFormed(String version) {
    versions.compareVersions(version, version);
  }
}

package io.orchestrator.agent.stream;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/** What the source does not send. */
final class Exclusions {
  /** Names at the top of a datadir that begin so belong to the agent of that host. */
  static final String AGENTS_OWN = ".orchestrator-agent";

  private final List<PathMatcher> patterns;

  Exclusions(List<String> patterns) {
    this.patterns = patterns.stream().map(Exclusions::matcher).toList();
  }

  private static PathMatcher matcher(String pattern) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (PatternSyntaxException wrong) {
      throw new AgentException(
          ErrorCode.INVALID_CONFIGURATION,
          StreamPlugin.EXCLUDE.name() + " has \"" + pattern + "\", which is no pattern",
          wrong);
    }
  }

  /**
   * Is it left out?
   *
   * @param path relative to the data directory
   */
  boolean leavesOut(Path path) {
    if (path.getName(0).toString().startsWith(AGENTS_OWN)) {
      return true;
    }
    for (PathMatcher pattern : patterns) {
      if (pattern.matches(path)) {
        return true;
      }
    }
    return false;
  }
}

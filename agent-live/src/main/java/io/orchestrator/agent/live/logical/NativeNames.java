package io.orchestrator.agent.live.logical;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Names as arguments of programs and in the file system: Java writes them in the character set of
 * the agent's locale, and what that lacks is lost.
 */
public final class NativeNames {
  private static final Charset CHARSET =
      Charset.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name()));

  private NativeNames() {}

  /** Does every name come over? */
  public static boolean areUnicode() {
    return CHARSET.equals(StandardCharsets.UTF_8);
  }

  /**
   * Requires that this one does.
   *
   * @throws AgentException {@code UNSUPPORTED} if not
   */
  public static String require(String name) {
    if (!areUnicode() && !CHARSET.newEncoder().canEncode(name)) {
      throw refusal();
    }
    return name;
  }

  /** What to throw for a name that does not. */
  public static AgentException refusal() {
    return new AgentException(
        ErrorCode.UNSUPPORTED,
        "Names of databases or tables have letters that the agent's locale has not: start the agent"
            + " with LC_ALL=C.UTF-8");
  }
}

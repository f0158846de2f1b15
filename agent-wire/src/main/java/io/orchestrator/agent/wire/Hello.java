package io.orchestrator.agent.wire;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * What a sender says about itself on each connection.
 *
 * @param version the newest version of the protocol that it speaks
 * @param seed the seed's number
 * @param transport the name of its transport
 * @param agent its agent's version, for messages
 * @param session {@link #NEW} for the first connection, then what the receiver called it
 * @param lane 0 for the control lane, 1 and more for data lanes
 * @param lanes how many data lanes it uses
 */
public record Hello(
    int version, long seed, String transport, String agent, String session, int lane, int lanes) {
  static final String FIRST = "hello";
  static final String NEW = "new";
  static final int MAX_LANES = 16;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final Pattern SESSION = Pattern.compile(NEW + "|[0-9a-f]{64}");

  HeaderBlock block() {
    return HeaderBlock.of(FIRST)
        .with("version", version)
        .with("seed", seed)
        .with("transport", transport)
        .with("agent", agent)
        .with("session", session)
        .with("lane", lane)
        .with("lanes", lanes);
  }

  static Hello of(HeaderBlock block) throws IOException {
    return new Hello(
        (int) block.number("version", 1000),
        block.number("seed", Long.MAX_VALUE),
        matching(NAME, "transport", block),
        shortened(block.get("agent")),
        matching(SESSION, "session", block),
        (int) block.number("lane", MAX_LANES),
        (int) block.number("lanes", MAX_LANES));
  }

  private static String matching(Pattern pattern, String name, HeaderBlock block)
      throws FrameException {
    String value = block.get(name);
    if (!pattern.matcher(value).matches()) {
      throw new FrameException("the " + name + " of a hello is none");
    }
    return value;
  }

  private static String shortened(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64);
  }

  boolean isNew() {
    return session.equals(NEW);
  }

  /** The same in the session that the receiver has named. */
  Hello in(String named) {
    return new Hello(version, seed, transport, agent, named, lane, lanes);
  }

  /** The same on another lane. */
  Hello on(int other) {
    return new Hello(version, seed, transport, agent, session, other, lanes);
  }
}

package io.orchestrator.agent.wire;

import java.util.regex.Pattern;

/**
 * What a sender says about itself on each connection.
 *
 * @param version the version of the protocol that it wants to speak
 * @param seed the seed's number
 * @param transport the name of its transport
 * @param agent its agent's version, for messages
 * @param session a random number that the sender has made for this session
 * @param first does it want to begin the session? Else it is known to the receiver
 * @param lane 0 for the control lane, 1 and more for data lanes
 * @param lanes how many data lanes it uses
 */
public record Hello(
    int version,
    long seed,
    String transport,
    String agent,
    String session,
    boolean first,
    int lane,
    int lanes) {
  static final String FIRST = "hello";
  static final int MAX_LANES = 16;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final Pattern SESSION = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern YES_OR_NO = Pattern.compile("yes|no");
  private static final Pattern AGENT = Pattern.compile(".{1,64}");

  HeaderBlock block() {
    return HeaderBlock.of(FIRST)
        .with("version", version)
        .with("seed", seed)
        .with("transport", transport)
        .with("agent", agent)
        .with("session", session)
        .with("first", first ? "yes" : "no")
        .with("lane", lane)
        .with("lanes", lanes);
  }

  static Hello of(HeaderBlock block) throws FrameException {
    Hello hello =
        new Hello(
            (int) block.number("version", 1000),
            block.number("seed", Long.MAX_VALUE),
            matching(NAME, "transport", block),
            matching(AGENT, "agent", block),
            matching(SESSION, "session", block),
            matching(YES_OR_NO, "first", block).equals("yes"),
            (int) block.number("lane", MAX_LANES),
            (int) block.number("lanes", MAX_LANES));
    boolean badFirst = hello.first && hello.lane != 0;
    if (!block.first().equals(FIRST) || badFirst || hello.lane > hello.lanes || hello.lanes == 0) {
      throw new FrameException("a hello came that may not be sent");
    }
    return hello;
  }

  private static String matching(Pattern pattern, String name, HeaderBlock block)
      throws FrameException {
    String value = block.get(name);
    if (!pattern.matcher(value).matches()) {
      throw new FrameException("the " + name + " of a hello is none");
    }
    return value;
  }

  /** The same in the session that it has begun. */
  Hello again() {
    return new Hello(version, seed, transport, agent, session, false, lane, lanes);
  }

  /** The same on another lane. */
  Hello on(int other) {
    return new Hello(version, seed, transport, agent, session, first, other, lanes);
  }
}

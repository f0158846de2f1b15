package io.orchestrator.agent.host.orchestrator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What callers of this agent prove themselves with; a new one at each start. */
public final class AgentToken {
  private final String value;

  private AgentToken(String value) {
    this.value = value;
  }

  /** A new one: 64 hexadecimal digits. */
  public static AgentToken create(SecureRandom random) {
    byte[] seed = new byte[64];
    random.nextBytes(seed);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(seed);
      return new AgentToken(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** Is it this one? Takes the same time wherever the two differ. */
  public boolean matches(String candidate) {
    return MessageDigest.isEqual(
        value.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
  }

  /** The token itself: for orchestrator and the token files, never for a log or a message. */
  public String value() {
    return value;
  }

  /** Masked. */
  @Override
  public String toString() {
    return "***";
  }
}

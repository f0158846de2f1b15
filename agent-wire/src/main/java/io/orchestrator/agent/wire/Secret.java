package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What both agents know and nobody else. It never travels: each side proves that it knows it by a
 * code over all that was said on this connection, both sides' random numbers included.
 */
public final class Secret {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int NONCE_BYTES = 32;
  private static final int FEWEST_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  /**
   * A secret.
   *
   * @throws AgentException {@code INVALID_CONFIGURATION} if it is shorter than 16 bytes
   */
  public Secret(byte[] secret) {
    if (secret.length < FEWEST_BYTES) {
      throw new AgentException(
          ErrorCode.INVALID_CONFIGURATION,
          "The secret for seeds has "
              + secret.length
              + " bytes; it must have at least "
              + FEWEST_BYTES
              + ": openssl rand -hex 32 makes a good one");
    }
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /**
   * The proof of one side.
   *
   * @param side who proves it, so that no side's proof can be sent back to it
   * @param said everything that was said
   */
  String proof(String side, byte[]... said) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      add(mac, side.getBytes(StandardCharsets.UTF_8));
      for (byte[] part : said) {
        add(mac, part);
      }
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new AgentException(ErrorCode.INTERNAL, "Java has no " + ALGORITHM, e);
    }
  }

  /** With its length, so that the same bytes cannot be cut into other parts. */
  private static void add(Mac mac, byte[] part) {
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
    mac.update(part);
  }

  /** Is it this proof? In the same time whether it is or not. */
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** A random number that was never used before. */
  static String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public String toString() {
    return "secret";
  }
}

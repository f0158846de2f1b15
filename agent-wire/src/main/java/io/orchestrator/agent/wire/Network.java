package io.orchestrator.agent.wire;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A range of addresses, such as {@code 10.1.0.0/16} or {@code fd00::/8}.
 *
 * @param address its first address
 * @param bits how many leading bits all its addresses share with that
 */
public record Network(InetAddress address, int bits) {
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  /**
   * Reads one; a single address is a range of its own.
   *
   * @throws AgentException {@code INVALID_CONFIGURATION} if the text is none
   */
  public static Network parse(String text) {
    String[] parts = text.strip().split("/", -1);
    try {
      // A name would be looked up: only what is an address itself comes so far.
      if (parts.length > 2 || !LITERAL.matcher(parts[0]).matches()) {
        throw new UnknownHostException(text);
      }
      InetAddress address = InetAddress.getByName(parts[0]);
      int most = address.getAddress().length * Byte.SIZE;
      int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
      if (bits < 0 || bits > most) {
        throw new NumberFormatException(text);
      }
      return new Network(address, bits);
    } catch (UnknownHostException | NumberFormatException e) {
      throw new AgentException(
          ErrorCode.INVALID_CONFIGURATION,
          "\"" + text + "\" is no network; write it like 10.1.0.0/16 or fd00::/8",
          e);
    }
  }

  boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if (((mine[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}

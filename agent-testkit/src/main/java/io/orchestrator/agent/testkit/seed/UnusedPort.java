package io.orchestrator.agent.testkit.seed;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for whom it must be told before he listens. It is none that the system gives to
 * connections or to those who ask for any: one of these could have it before him.
 */
public final class UnusedPort {
  private static final Path GIVEN = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final int LEAST = 10_000;
  private static final int LONGEST = 64;
  private static final int TRIES = 1_000;

  private UnusedPort() {}

  /**
   * Finds one on which nobody listens, at any address.
   *
   * @throws IllegalStateException if there is none
   */
  public static int find() {
    try {
      int end = firstGiven();
      for (int tries = 0; tries < TRIES; tries++) {
        int port = ThreadLocalRandom.current().nextInt(LEAST, end);
        if (isUnused(port)) {
          return port;
        }
      }
    } catch (IOException failed) {
      throw new IllegalStateException("No port could be looked for", failed);
    }
    throw new IllegalStateException("No port is unused");
  }

  /** In one go: a second read of such a file finds nothing. */
  private static int firstGiven() throws IOException {
    try (InputStream in = Files.newInputStream(GIVEN)) {
      String range = new String(in.readNBytes(LONGEST), StandardCharsets.US_ASCII);
      return Integer.parseInt(range.strip().split("\\s+", 2)[0]);
    }
  }

  private static boolean isUnused(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket(port, 1)) {
      return socket.isBound();
    } catch (BindException used) {
      return false;
    }
  }
}

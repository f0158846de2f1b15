package io.orchestrator.agent.netcat;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Hosts and addresses. Names are resolved here, so that every netcat is given numbers: some know no
 * IPv6 names, some try only the first address, and none can take a number for an option.
 */
final class Addresses {
  private static final Pattern HOST = Pattern.compile("[\\p{Alnum}:_][\\p{Alnum}.:_-]{0,254}");

  private Addresses() {}

  /**
   * All addresses of a host; none if its name is unknown now.
   *
   * @throws AgentException {@code INVALID_ARGUMENT} if that can't be a host's name or address
   */
  static List<InetAddress> of(String host) {
    if (!HOST.matcher(host).matches()) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT,
          "The host to send to must be a name or an address of letters, digits, dots, colons,"
              + " dashes and underscores that does not begin with a dash or dot");
    }
    return resolved(host);
  }

  private static List<InetAddress> resolved(String host) {
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException unknown) {
      return List.of();
    }
  }

  /**
   * The address to listen on; empty for all.
   *
   * @param configured as the operator has it, an IPv6 address perhaps in brackets or with a zone;
   *     empty for all
   */
  static Optional<InetAddress> toListenOn(String configured) {
    if (configured.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        resolved(configured).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new AgentException(
                        ErrorCode.INVALID_CONFIGURATION,
                        "Cannot listen on "
                            + configured
                            + " (SeedListenAddress): no such address is known")));
  }

  /** Can this address and port be listened on? A netcat might share the port with another one. */
  static boolean isFree(Optional<InetAddress> address, int port) {
    try (Socket probe = new Socket()) {
      // Bound without listening: no sender can connect to the probe by mistake.
      probe.setReuseAddress(true);
      probe.bind(
          address
              .map(one -> new InetSocketAddress(one, port))
              .orElseGet(() -> new InetSocketAddress(port)));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** Has this host IPv6, and is a socket that listens on it open to IPv4 as well? */
  static boolean dualStack() {
    try {
      return Files.readString(Path.of("/proc/sys/net/ipv6/bindv6only")).strip().equals("0")
          && !Files.readString(Path.of("/proc/net/if_inet6")).isBlank();
    } catch (IOException withoutIpv6) {
      return false;
    }
  }
}

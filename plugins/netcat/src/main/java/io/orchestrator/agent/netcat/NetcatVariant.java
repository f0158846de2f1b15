package io.orchestrator.agent.netcat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The netcats that there are, and how each has to be asked for the same: one connection, nothing
 * added to the stream, half-closed at the end of the input, open until the other side closes.
 */
enum NetcatVariant {
  /** Debian's and others' nc from OpenBSD. */
  OPENBSD("nc.openbsd") {
    @Override
    List<String> listen(Optional<InetAddress> address, int port, boolean dualStack) {
      List<String> arguments = new ArrayList<>(List.of("-d", "-l"));
      if (address.isPresent()) {
        arguments.add(address.get().getHostAddress());
      } else if (dualStack) {
        arguments.add("-6");
      }
      arguments.add(Integer.toString(port));
      return arguments;
    }

    @Override
    List<String> connect(InetAddress address, int port) {
      return List.of("-N", address.getHostAddress(), Integer.toString(port));
    }
  },

  /** Nmap's. */
  NCAT("ncat") {
    @Override
    List<String> listen(Optional<InetAddress> address, int port, boolean dualStack) {
      List<String> arguments = new ArrayList<>(List.of("--listen"));
      address.ifPresent(one -> arguments.add(one.getHostAddress()));
      arguments.add(Integer.toString(port));
      return arguments;
    }

    @Override
    List<String> connect(InetAddress address, int port) {
      String family = address instanceof Inet6Address ? "-6" : "-4";
      return List.of(family, address.getHostAddress(), Integer.toString(port));
    }
  },

  /** socat. */
  SOCAT("socat") {
    @Override
    List<String> listen(Optional<InetAddress> address, int port, boolean dualStack) {
      boolean six = address.map(one -> one instanceof Inet6Address).orElse(dualStack);
      String bind = address.map(one -> ",bind=" + bracketed(one)).orElse(six ? ",ipv6only=0" : "");
      String listen = (six ? "TCP6" : "TCP4") + "-LISTEN:" + port + ",reuseaddr" + bind;
      return List.of("-u", "-b", BLOCK, listen, "STDOUT");
    }

    @Override
    List<String> connect(InetAddress address, int port) {
      String target = "TCP:" + bracketed(address) + ":" + port;
      return List.of("-t", A_WEEK, "-b", BLOCK, "STDIO", target);
    }
  },

  /** Hobbit's original; no IPv6. */
  TRADITIONAL("nc.traditional") {
    @Override
    List<String> listen(Optional<InetAddress> address, int port, boolean dualStack) {
      List<String> arguments = new ArrayList<>(List.of("-n", "-l", "-p", Integer.toString(port)));
      address.ifPresent(one -> arguments.addAll(List.of("-s", one.getHostAddress())));
      return arguments;
    }

    @Override
    List<String> connect(InetAddress address, int port) {
      return List.of("-n", "-q", A_WEEK, address.getHostAddress(), Integer.toString(port));
    }

    @Override
    boolean reaches(InetAddress address) {
      return !(address instanceof Inet6Address);
    }
  };

  /** How long to wait for the other side to close, in seconds; the host ends a dead seed sooner. */
  private static final String A_WEEK = "604800";

  private static final String BLOCK = "65536";

  private final String program;

  NetcatVariant(String program) {
    this.program = program;
  }

  /** The name by which it can be told from the others. */
  String program() {
    return program;
  }

  /**
   * Arguments for accepting one connection and writing to standard output what comes.
   *
   * @param address empty for all addresses
   * @param dualStack a socket of this host can listen on IPv6 and IPv4 together
   */
  abstract List<String> listen(Optional<InetAddress> address, int port, boolean dualStack);

  /** Arguments for connecting and sending standard input. */
  abstract List<String> connect(InetAddress address, int port);

  /** Can it use this address? */
  boolean reaches(InetAddress address) {
    return true;
  }

  private static String bracketed(InetAddress address) {
    return address instanceof Inet6Address
        ? "[" + address.getHostAddress() + "]"
        : address.getHostAddress();
  }
}

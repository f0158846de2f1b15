package io.orchestrator.agent.netcat;

import io.orchestrator.agent.api.command.Command;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A netcat that is installed.
 *
 * @param program where it is
 * @param variant which one it is
 */
record Netcat(Path program, NetcatVariant variant) {
  Command listen(Optional<InetAddress> address, int port) {
    return command(variant.listen(address, port, Addresses.dualStack()));
  }

  Command connect(InetAddress address, int port) {
    return command(variant.connect(address, port));
  }

  private Command command(List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(program.toString());
    line.addAll(arguments);
    return Command.of(line).withoutLimit();
  }

  @Override
  public String toString() {
    return variant.program();
  }
}

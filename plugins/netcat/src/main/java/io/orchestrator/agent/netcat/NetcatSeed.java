package io.orchestrator.agent.netcat;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import java.nio.file.Path;
import org.pf4j.Extension;

/** Seeds by a plain tar stream over one TCP connection; either side may be a script. */
@Extension
public final class NetcatSeed implements SeedTransport {
  private final CommandRunner commands;
  private final NetcatFinder finder;
  private final TcpSockets sockets = new TcpSockets(Path.of("/proc"));

  /** For PF4J. */
  public NetcatSeed(AgentContext context) {
    this.commands = context.commands();
    this.finder = new NetcatFinder(context.settings().get(NetcatPlugin.PROGRAM));
  }

  @Override
  public String name() {
    return "netcat";
  }

  @Override
  public SeedContent content() {
    return SeedContent.SNAPSHOT;
  }

  @Override
  public CheckResult check() throws InterruptedException {
    if (commands.find("tar").isEmpty()) {
      return CheckResult.unusable("tar is not installed: install GNU tar");
    }
    try {
      Netcat netcat = finder.get(commands);
      return CheckResult.usable("tar and " + netcat + " (" + netcat.program() + ")");
    } catch (AgentException missing) {
      return CheckResult.unusable(missing.getMessage());
    }
  }

  @Override
  public TransferResult send(SendRequest request, Transfer transfer) throws InterruptedException {
    return new Sending(finder.get(transfer.commands()), sockets, request, transfer).run();
  }

  @Override
  public TransferResult receive(ReceiveRequest request, Transfer transfer)
      throws InterruptedException {
    return new Receiving(finder.get(transfer.commands()), sockets, request, transfer).run();
  }
}

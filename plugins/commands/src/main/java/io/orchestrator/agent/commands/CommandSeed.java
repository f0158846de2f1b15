package io.orchestrator.agent.commands;

import io.orchestrator.agent.api.AgentContext;
import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.CheckResult;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.Settings;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.api.seed.ReceiveRequest;
import io.orchestrator.agent.api.seed.SeedContent;
import io.orchestrator.agent.api.seed.SeedTransport;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import java.nio.file.Path;
import org.pf4j.Extension;

/** Seeds by the configured commands, with the arguments that the Go agent gives them. */
@Extension
public final class CommandSeed implements SeedTransport {
  private final Settings settings;
  private final CommandRunner commands;
  private final PortWatch ports = new PortWatch(Path.of("/proc/net"));

  /** For PF4J. */
  public CommandSeed(AgentContext context) {
    this.settings = context.settings();
    this.commands = context.commands();
  }

  @Override
  public String name() {
    return "commands";
  }

  @Override
  public SeedContent content() {
    return SeedContent.SNAPSHOT;
  }

  @Override
  public CheckResult check() {
    boolean sends = settings.has(CommandsPlugin.SEND);
    boolean receives = settings.has(CommandsPlugin.RECEIVE);
    if (!sends && !receives) {
      return CheckResult.unusable(
          CommandsPlugin.RECEIVE.name() + " and " + CommandsPlugin.SEND.name() + " are not set");
    }
    if (commands.find("bash").isEmpty()) {
      return CheckResult.unusable("bash is not installed, and the configured commands need it");
    }
    return CheckResult.usable(
        "the configured commands"
            + (sends ? "" : "; cannot send: " + CommandsPlugin.SEND.name() + " is not set")
            + (receives
                ? ""
                : "; cannot receive: " + CommandsPlugin.RECEIVE.name() + " is not set"));
  }

  @Override
  public TransferResult send(SendRequest request, Transfer transfer) throws InterruptedException {
    Command command =
        new SeedCommandLine(CommandsPlugin.SEND, settings.get(CommandsPlugin.SEND), "%s%s%d")
            .with(
                request.source().toString(),
                notAnOption(request.targetHost()),
                Integer.toString(request.port()));
    new CommandSending(command, request, transfer, ports).run();
    return new TransferResult(0, "sent by " + CommandsPlugin.SEND.name());
  }

  @Override
  public TransferResult receive(ReceiveRequest request, Transfer transfer)
      throws InterruptedException {
    Command command =
        new SeedCommandLine(CommandsPlugin.RECEIVE, settings.get(CommandsPlugin.RECEIVE), "%s%d")
            .with(request.datadir().toString(), Integer.toString(request.port()));
    new CommandReceiving(command, request, transfer, ports).run();
    return new TransferResult(0, "received by " + CommandsPlugin.RECEIVE.name());
  }

  /** The host has validated it; but this one goes to a program as an argument of its own. */
  private static String notAnOption(String targetHost) {
    if (targetHost.startsWith("-")) {
      throw new AgentException(
          ErrorCode.INVALID_ARGUMENT, "A target host must not begin with a dash");
    }
    return targetHost;
  }
}

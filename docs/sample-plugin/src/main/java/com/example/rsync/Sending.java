package com.example.rsync;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import java.util.Set;
import java.util.stream.Stream;

/** One send: pushes the data as soon as the receiver listens. */
final class Sending {
  /** Everything as it is, but for what belongs to the source's own server and agent. */
  private static final String OPTIONS =
      "--archive --hard-links --sparse --numeric-ids --whole-file --one-file-system --no-devices"
          + " --no-specials --no-human-readable --info=progress2,nonreg0 --exclude=/auto.cnf"
          + " --exclude=/*.pid --exclude=/lost+found --exclude=/.orchestrator-agent*"
          + " --contimeout=5 --timeout=60";

  private final SendRequest request;
  private final Transfer transfer;
  private final String target;
  private final List<String> words;
  private long bytes;

  Sending(SendRequest request, Transfer transfer, Path secretFile) {
    this.request = request;
    this.transfer = transfer;
    this.target = request.targetHost() + " port " + request.port();
    String host = request.targetHost().replaceFirst("^.*:.*$", "[$0]"); // IPv6
    String url = "rsync://seed@" + host + ":" + request.port() + "/data/";
    String secret = "--password-file=" + secretFile; // others can see arguments
    Stream<String> operands = Stream.of(secret, "--", request.source() + "/", url);
    this.words = Stream.concat(Stream.of(("rsync " + OPTIONS).split(" ")), operands).toList();
  }

  TransferResult run() throws InterruptedException {
    if (Thread.interrupted()) { // rsync would not feel it
      throw new InterruptedException();
    }
    transfer.phase("sending to " + target);
    long end = System.nanoTime() + request.connectLimit().toNanos();
    CommandResult rsync = push();
    while (!rsync.succeeded()) {
      boolean noConnection = rsync.exitCode() == 10 || rsync.exitCode() == 35;
      if (!noConnection || bytes > 0 || System.nanoTime() > end) {
        throw failure(rsync);
      }
      Thread.sleep(300); // the receiver may not be up yet
      rsync = push();
    }
    return new TransferResult(bytes, "rsync to " + target);
  }

  private CommandResult push() throws InterruptedException {
    Command command = Command.of(words).with("LC_ALL", "C").withoutLimit();
    try (RunningCommand rsync = transfer.commands().start(command);
        Scanner output = new Scanner(rsync.stdout(), StandardCharsets.UTF_8)) {
      while (output.hasNext()) { // until rsync ends, of itself or by an abort
        if (output.hasNextLong()) {
          bytes = output.nextLong(); // each report begins with it, and has no other number
          transfer.transferred(bytes);
        } else {
          output.next();
        }
      }
      return rsync.waitFor();
    }
  }

  private AgentException failure(CommandResult rsync) {
    // It could not use the secret's file, or the data, or some was gone. All else is the target.
    boolean atSource = Set.of(1, 3, 23, 24).contains(rsync.exitCode());
    String cause = rsync.stderr().lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    String advice = cause.contains("auth failed") ? " (both sides need the same secret)" : "";
    return new AgentException(
        atSource ? ErrorCode.COMMAND_FAILED : ErrorCode.PEER_FAILED,
        ("Could not send " + request.source() + " to " + target + ": ")
            + ("rsync exited with " + rsync.exitCode() + ": " + cause + advice));
  }
}

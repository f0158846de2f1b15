package com.example.rsync;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandResult;
import io.orchestrator.agent.api.command.RunningCommand;
import io.orchestrator.agent.api.seed.SendRequest;
import io.orchestrator.agent.api.seed.Transfer;
import io.orchestrator.agent.api.seed.TransferResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.stream.Stream;

/** One send: says "sending", pushes the data, says "complete". */
final class Sending {
  /** Everything as it is, but for what belongs to the source's own server and agent. */
  private static final String DATA_OPTIONS =
      "--archive --hard-links --sparse --numeric-ids --whole-file --one-file-system --no-devices"
          + " --no-specials --no-human-readable --info=progress2,nonreg0 --exclude=/auto.cnf"
          + " --exclude=/*.pid --exclude=/lost+found --exclude=/.orchestrator-agent*";

  private final SendRequest request;
  private final Transfer transfer;
  private final Path words;
  private final String secret;
  private final String target;
  private final String url;
  private long bytes;

  Sending(SendRequest request, Transfer transfer, Path folder, String secret) {
    this.request = request;
    this.transfer = transfer;
    this.words = folder.resolve(folder.getFileName()); // a random name
    this.secret = secret;
    String host = request.targetHost();
    this.target = host + " port " + request.port();
    String bracketed = host.contains(":") ? "[" + host + "]" : host;
    this.url = "rsync://seed@" + bracketed + ":" + request.port() + "/";
  }

  TransferResult run() throws IOException, InterruptedException {
    transfer.phase("connecting to " + target);
    long deadline = System.nanoTime() + request.connectLimit().toNanos();
    CommandResult said = say("sending");
    while (!said.succeeded()) { // the receiver may not be up yet
      if (said.stderr().contains("auth failed") || System.nanoTime() > deadline) {
        throw failure("reach an rsync receiver with the same secret on " + target, said);
      }
      Thread.sleep(300);
      said = say("sending");
    }
    transfer.phase("sending to " + target);
    CommandResult sent = push(DATA_OPTIONS, request.source() + "/", "data/");
    if (!sent.succeeded()) {
      AgentException failure = failure("send " + request.source() + " to " + target, sent);
      say("failed: " + transfer.endReason().orElse(failure.getMessage()));
      throw failure;
    }
    transfer.phase("telling the receiver that all is sent");
    said = say("complete " + bytes);
    if (!said.succeeded()) {
      throw failure("tell " + target + " that all is sent", said);
    }
    return new TransferResult(bytes, "rsync to " + target);
  }

  private CommandResult say(String text) throws IOException, InterruptedException {
    return push("--ignore-times", Files.writeString(words, text).toString(), "words/");
  }

  private CommandResult push(String options, String from, String to) throws InterruptedException {
    List<String> line = new ArrayList<>(List.of("rsync", "--contimeout=5", "--timeout=60"));
    line.add("--password-file=-"); // others can see arguments and environments
    line.addAll(List.of(options.split(" ")));
    line.addAll(List.of("--", from, url + to));
    Command command = Command.of(line).with("LC_ALL", "C").withoutLimit();
    try (RunningCommand rsync = transfer.commands().start(command);
        Scanner output = new Scanner(rsync.stdout(), StandardCharsets.UTF_8)) {
      writeSecret(rsync);
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

  private void writeSecret(RunningCommand rsync) {
    try {
      rsync.stdin().write((secret + "\n").getBytes(StandardCharsets.UTF_8));
      rsync.stdin().close();
    } catch (IOException ended) {
      // Its exit status and its last words say why.
    }
  }

  private static AgentException failure(String attempt, CommandResult rsync) {
    // 23 and 24: files could not be read, or were gone. All else has to do with the target.
    boolean atSource = rsync.exitCode() == 23 || rsync.exitCode() == 24;
    Stream<String> words = rsync.stderr().lines().filter(line -> !line.isBlank());
    String cause = words.findFirst().orElse("it gave no reason");
    return new AgentException(
        atSource ? ErrorCode.COMMAND_FAILED : ErrorCode.PEER_FAILED,
        "Could not " + attempt + ": rsync exited with " + rsync.exitCode() + ": " + cause);
  }
}

package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.orchestrator.agent.api.AgentException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A program that seeds a file which its user may not read, and prints what both sides say. */
final class UnreadableSeed {
  private UnreadableSeed() {}

  /** Runs it in that folder, with a file of that size. */
  public static void main(String[] arguments) throws Exception {
    try (StreamHosts hosts = new StreamHosts(Path.of(arguments[0]))) {
      Path victim = hosts.source().resolve("victim");
      try (RandomAccessFile file = new RandomAccessFile(victim.toFile(), "rw")) {
        file.setLength(Long.parseLong(arguments[1]));
      }
      Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("---------"));
      hosts.start();
      print("sender", catchThrowable(hosts::sent));
      print("receiver", catchThrowable(hosts::received));
    }
    System.exit(0);
  }

  private static void print(String side, Throwable failure) {
    String code = failure instanceof AgentException known ? known.code().name() : "no code";
    System.out.println(side + ": " + code + ": " + failure.getMessage());
  }
}

package io.orchestrator.agent.host.verify;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A trouble of the host, for which no snapshot is to blame.
 *
 * @param words what was said
 * @param advice what to do
 */
record HostFault(String words, String advice) {
  private record Known(Pattern pattern, String advice) {}

  private static final List<Known> KNOWN =
      List.of(
          known(
              13,
              "permission denied|could not open required defaults file",
              "the server's user, or its AppArmor or SELinux profile, may not use VerifyDirectory:"
                  + " allow it"),
          known(
              28,
              "no space left",
              "the copy, the snapshot or VerifyDirectory ran full: make room for what recovery"
                  + " writes"),
          known(
              5,
              "input/output error",
              "the copy or the snapshot ran full, or a disk fails: see the kernel's log"),
          known(30, "read-only file system", "the copy can't be written: see the kernel's log"),
          known(12, "cannot allocate memory", "lower VerifyBufferPoolMegabytes, or free memory"),
          known(24, "too many open files", "raise the agent's limit of open files"),
          new Known(
              Pattern.compile("(?i)unknown (variable|option)"),
              "the server's program does not know an option of the live server: do they fit?"),
          new Known(
              Pattern.compile(
                  "(?i)file name too long|socket.*too long|bind on unix socket"
                      + "|address already in use"),
              "set a shorter VerifyDirectory that nobody else uses"));

  private static Known known(int number, String words, String advice) {
    return new Known(
        Pattern.compile(
            "(?i)" + words + "|\\b(errno|errcode|error number|os error)[: ]+" + number + "\\b"),
        advice);
  }

  /** The trouble that a text is about. */
  static Optional<HostFault> in(String text) {
    return KNOWN.stream()
        .filter(known -> known.pattern().matcher(text).find())
        .map(known -> new HostFault(text, known.advice()))
        .findFirst();
  }

  /** The trouble that an exit status is a sign of; 128 and the signal's number for a signal. */
  static Optional<HostFault> ofExit(int status) {
    return switch (status) {
      case 128 + 9 ->
          Optional.of(
              new HostFault(
                  "it was ended by SIGKILL",
                  "the kernel does that when memory is short: lower VerifyBufferPoolMegabytes"));
      case 0, 128 + 15 ->
          Optional.of(new HostFault("somebody has shut it down", "verify it again"));
      default -> Optional.empty();
    };
  }

  /** The same in other words. */
  HostFault saying(String other) {
    return new HostFault(other, advice);
  }

  /** What to throw. */
  AgentException failure(String attempt) {
    return new AgentException(
        ErrorCode.IO_FAILED, "Could not verify: " + attempt + ": " + words + "; " + advice);
  }
}

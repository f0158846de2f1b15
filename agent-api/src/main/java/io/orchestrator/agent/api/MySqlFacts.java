package io.orchestrator.agent.api;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is known about the MySQL or MariaDB server that this agent serves. Each call tells what
 * holds now, from the configured command, else the running server's arguments, else its option
 * files, else the server's default. Answers may be up to some seconds old. Blocking.
 */
public interface MySqlFacts {
  /**
   * The data directory, absolute and normalised. It need not exist.
   *
   * @throws AgentException if the configured command fails or prints no absolute path
   * @throws InterruptedException if the calling thread is interrupted
   */
  Path datadir() throws InterruptedException;

  /**
   * The server's TCP port, 1 to 65535.
   *
   * @throws AgentException if the configured command fails or prints no port
   * @throws InterruptedException if the calling thread is interrupted
   */
  int port() throws InterruptedException;

  /** The option file that the configuration or the running server names, if any. */
  Optional<Path> defaultsFile() throws InterruptedException;

  /**
   * The socket of the running server, or the one that its option files name; empty if neither names
   * one. It need not exist.
   *
   * @throws InterruptedException if the calling thread is interrupted
   */
  default Optional<Path> socket() throws InterruptedException {
    return Optional.empty();
  }

  /** The server's error log, if it writes one to a file. The file need not exist. */
  Optional<Path> errorLog() throws InterruptedException;
}

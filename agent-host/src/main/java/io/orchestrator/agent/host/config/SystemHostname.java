package io.orchestrator.agent.host.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name that this host gives itself. */
public final class SystemHostname {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  private SystemHostname() {}

  /** The kernel's name for this host, which needs no resolver; empty if there is none. */
  public static String read() {
    try {
      return Files.readString(KERNEL).strip();
    } catch (IOException notLinux) {
      return resolved();
    }
  }

  private static String resolved() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "";
    }
  }
}

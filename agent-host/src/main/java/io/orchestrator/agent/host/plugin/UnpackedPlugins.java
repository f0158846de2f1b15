package io.orchestrator.agent.host.plugin;

import io.orchestrator.agent.host.state.StateFiles;
import io.orchestrator.agent.host.state.StateTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins that came as zips, unpacked: each in a folder that is named after the zip's SHA-256,
 * so that a changed zip never mixes with what was there before.
 */
final class UnpackedPlugins {
  private static final Logger log = LoggerFactory.getLogger(UnpackedPlugins.class);
  private static final int MAX_ENTRIES = 10_000;
  private static final long MAX_BYTES = 1L << 30;
  private static final String UNFINISHED = ".unpacking-";
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path folder;
  private final Unzipping unzipping;
  private final Set<Path> used = new HashSet<>();

  UnpackedPlugins(Path folder) {
    this(folder, new Unzipping(MAX_ENTRIES, MAX_BYTES));
  }

  UnpackedPlugins(Path folder, Unzipping unzipping) {
    this.folder = folder;
    this.unzipping = unzipping;
  }

  /** The folder with the zip's content, unpacked now if it is not there yet. */
  Path folderOf(Path zip) throws PluginFailure {
    try {
      String name = sha256(zip);
      Path target = folder.resolve(name);
      if (!Files.isDirectory(target)) {
        StateFiles.createDirectories(folder);
        unpack(zip, name, target);
      }
      used.add(target);
      return target;
    } catch (IOException e) {
      throw new PluginFailure("its zip can't be unpacked into " + folder + ": " + Reason.of(e), e);
    }
  }

  // Another process may do the same at this moment: each has a folder of its own until it is whole.
  private void unpack(Path zip, String name, Path target) throws IOException {
    Path fresh = Files.createTempDirectory(folder, UNFINISHED);
    try {
      unzipping.unpack(zip, fresh);
      if (!sha256(zip).equals(name)) {
        throw new IOException("it has changed meanwhile; start the agent again");
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      StateTree.delete(fresh);
      if (!Files.isDirectory(target)) {
        throw e;
      }
    }
  }

  /** Deletes the folders of zips that are no longer there or not enabled. */
  void deleteUnused() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try {
      unused().forEach(UnpackedPlugins::delete);
    } catch (IOException e) {
      log.warn("Could not look for old unpacked plugins in {}: {}", folder, Reason.of(e));
    }
  }

  // One that another user has left there must not keep the others.
  private static void delete(Path unused) {
    try {
      StateTree.delete(unused);
    } catch (IOException e) {
      log.warn("Could not delete the old unpacked plugin {}: {}", unused, Reason.of(e));
    }
  }

  private List<Path> unused() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(each -> !used.contains(each))
          .filter(
              each ->
                  each.getFileName().toString().startsWith(UNFINISHED)
                      ? isAbandoned(each)
                      : each.getFileName().toString().matches("[0-9a-f]{64}"))
          .toList();
    }
  }

  private static boolean isAbandoned(Path unfinished) {
    try {
      Instant changed = Files.getLastModifiedTime(unfinished).toInstant();
      return changed.isBefore(Instant.now().minus(ABANDONED));
    } catch (IOException e) {
      return false;
    }
  }

  private static String sha256(Path file) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}

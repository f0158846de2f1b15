package io.orchestrator.agent.host.plugin;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Unpacks a zip that nobody has looked at: nothing lands outside, and there is an end to it. */
final class Unzipping {
  private final int maxEntries;
  private final long maxBytes;

  Unzipping(int maxEntries, long maxBytes) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  /**
   * Unpacks, and syncs each file to disk.
   *
   * @param folder is there, and empty
   * @throws IOException if that fails, or the zip is not fit to be unpacked; some of it is there
   */
  void unpack(Path zip, Path folder) throws IOException {
    try (ZipFile opened = new ZipFile(zip.toFile())) {
      if (opened.size() > maxEntries) {
        throw new ZipException("it has more than " + maxEntries + " entries");
      }
      long left = maxBytes;
      Enumeration<? extends ZipEntry> entries = opened.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        Path target = inside(folder, entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          left -= write(opened.getInputStream(entry), target, left);
        }
      }
    }
  }

  private long write(InputStream content, Path target, long limit) throws IOException {
    if (Files.exists(target)) {
      throw new ZipException("it has more than one entry of the name " + target.getFileName());
    }
    try (content;
        FileOutputStream out = new FileOutputStream(target.toFile())) {
      byte[] buffer = new byte[64 * 1024];
      long written = 0;
      for (int read = content.read(buffer); read > 0; read = content.read(buffer)) {
        written += read;
        if (written > limit) {
          throw new ZipException("it is larger than " + maxBytes + " bytes when unpacked");
        }
        out.write(buffer, 0, read);
      }
      out.getFD().sync();
      return written;
    }
  }

  private static Path inside(Path folder, String name) throws ZipException {
    try {
      Path target = folder.resolve(name).normalize();
      if (target.startsWith(folder) && !target.equals(folder) && !name.contains("\\")) {
        return target;
      }
    } catch (InvalidPathException e) {
      // Refused below, as any other.
    }
    throw new ZipException(
        "its entry " + name.replaceAll("[^ -~]", "?") + " would lead out of the folder");
  }
}

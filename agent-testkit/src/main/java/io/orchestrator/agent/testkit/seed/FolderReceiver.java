package io.orchestrator.agent.testkit.seed;

import io.orchestrator.agent.api.seed.Transfer;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The receiving half of the fake transport; see {@link FolderSender} for the stream. */
final class FolderReceiver {
  private record Owner(int uid, int gid) {
    /** Only root can give a file away. */
    void apply(Path path) throws IOException {
      set(path, "unix:uid", uid);
      set(path, "unix:gid", gid);
    }

    private static void set(Path path, String attribute, Integer id) throws IOException {
      if (!id.equals(Files.getAttribute(path, attribute, LinkOption.NOFOLLOW_LINKS))) {
        Files.setAttribute(path, attribute, id, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private record Attributes(Path path, int mode, Owner owner, FileTime modified) {
    void apply() throws IOException {
      owner.apply(path);
      Files.setAttribute(path, "unix:mode", mode);
      Files.setLastModifiedTime(path, modified);
    }
  }

  private final Path datadir;
  private final DataInputStream in;
  private final OutputStream answer;
  private final Transfer transfer;

  /** Innermost first: a folder's time changes with what is put into it. */
  private final Deque<Attributes> folders = new ArrayDeque<>();

  /** Brought to disk together, which takes a fraction of the time. */
  private final List<Path> files = new ArrayList<>();

  private long bytes;

  FolderReceiver(Path datadir, InputStream in, OutputStream answer, Transfer transfer) {
    this.datadir = datadir.normalize();
    this.in = new DataInputStream(new BufferedInputStream(in));
    this.answer = answer;
    this.transfer = transfer;
  }

  long receive() throws IOException {
    transfer.phase("receiving");
    for (int type = in.readByte(); type != 'E'; type = in.readByte()) {
      Path path = inside(in.readUTF());
      switch (type) {
        case 'D' -> folder(path);
        case 'F' -> file(path);
        case 'L' -> symbolicLink(path);
        case 'H' -> Files.createLink(path, inside(in.readUTF()));
        default -> throw new IOException("an unknown type of entry arrived: " + type);
      }
    }
    for (Attributes folder : folders) {
      folder.apply();
    }
    for (Path path : files) {
      try (FileChannel file = FileChannel.open(path)) {
        file.force(true);
      }
    }
    answer.write('A');
    answer.flush();
    return bytes;
  }

  private Path inside(String name) throws IOException {
    Path path = datadir.resolve(name).normalize();
    if (!path.startsWith(datadir)) {
      throw new IOException("the sender named a file outside of the datadir");
    }
    return path;
  }

  private void folder(Path path) throws IOException {
    Files.createDirectories(path);
    folders.addFirst(attributes(path));
  }

  private void symbolicLink(Path path) throws IOException {
    Files.createSymbolicLink(path, Path.of(in.readUTF()));
    owner().apply(path);
  }

  private void file(Path path) throws IOException {
    Attributes attributes = attributes(path);
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long position = 0;
      boolean endsInHole = false;
      for (int length = in.readInt(); length != 0; length = in.readInt()) {
        endsInHole = length < 0;
        if (!endsInHole) {
          write(file, position, length);
        }
        position += Math.abs((long) length);
      }
      if (endsInHole) {
        file.write(ByteBuffer.allocate(1), position - 1);
      }
    }
    attributes.apply();
    files.add(path);
  }

  private void write(FileChannel file, long position, int length) throws IOException {
    ByteBuffer block = ByteBuffer.wrap(in.readNBytes(length));
    if (block.remaining() < length) {
      throw new EOFException("the stream ended within a file");
    }
    long at = position;
    while (block.hasRemaining()) {
      at += file.write(block, at);
    }
    bytes += length;
    transfer.transferred(bytes);
  }

  private Attributes attributes(Path path) throws IOException {
    int mode = in.readInt() & 0xFFF;
    return new Attributes(path, mode, owner(), FileTime.fromMillis(in.readLong()));
  }

  private Owner owner() throws IOException {
    int uid = in.readInt();
    return new Owner(uid, in.readInt());
  }
}

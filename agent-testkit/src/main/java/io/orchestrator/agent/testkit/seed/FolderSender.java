package io.orchestrator.agent.testkit.seed;

import io.orchestrator.agent.api.seed.Transfer;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The sending half of the fake transport. The stream: entries, each a type, name, attributes and
 * contents; an {@code E}; one byte back when the receiver has it all.
 */
final class FolderSender {
  private static final int BLOCK = 64 * 1024;

  private final Path source;
  private final InputStream answer;
  private final DataOutputStream out;
  private final Transfer transfer;
  private final Map<Object, String> firstNames = new HashMap<>();

  FolderSender(Path source, InputStream answer, OutputStream out, Transfer transfer) {
    this.source = source;
    this.answer = answer;
    this.out = new DataOutputStream(new BufferedOutputStream(out));
    this.transfer = transfer;
  }

  long send() throws IOException {
    transfer.phase("sending");
    List<Path> entries;
    try (Stream<Path> walk = Files.walk(source)) {
      entries = walk.sorted().toList();
    }
    for (Path entry : entries) {
      sendEntry(entry, source.relativize(entry).toString());
      transfer.transferred(out.size());
    }
    out.writeByte('E');
    out.flush();
    if (answer.read() != 'A') {
      throw new SocketException("the receiver went away before it had acknowledged");
    }
    return out.size();
  }

  private void sendEntry(Path entry, String name) throws IOException {
    BasicFileAttributes basic =
        Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String first =
        basic.isDirectory() ? name : firstNames.putIfAbsent(attribute(entry, "ino"), name);
    if (first != null && !basic.isDirectory()) {
      head('H', name);
      out.writeUTF(first);
    } else if (basic.isSymbolicLink()) {
      head('L', name);
      out.writeUTF(Files.readSymbolicLink(entry).toString());
      owner(entry);
    } else {
      head(basic.isDirectory() ? 'D' : 'F', name);
      out.writeInt((Integer) attribute(entry, "mode"));
      owner(entry);
      out.writeLong(basic.lastModifiedTime().toMillis());
      if (basic.isRegularFile()) {
        contents(entry);
      }
    }
  }

  private void owner(Path entry) throws IOException {
    out.writeInt((Integer) attribute(entry, "uid"));
    out.writeInt((Integer) attribute(entry, "gid"));
  }

  private static Object attribute(Path entry, String name) throws IOException {
    return Files.getAttribute(entry, "unix:" + name, LinkOption.NOFOLLOW_LINKS);
  }

  private void head(char type, String name) throws IOException {
    out.writeByte(type);
    out.writeUTF(name);
  }

  /** Blocks with their lengths, a block of zeros as its negative length without contents. */
  private void contents(Path file) throws IOException {
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    ByteBuffer zeros = ByteBuffer.allocateDirect(BLOCK);
    try (FileChannel in = FileChannel.open(file)) {
      while (fill(block, in)) {
        int length = block.remaining();
        boolean hole = block.equals(zeros.slice(0, length));
        out.writeInt(hole ? -length : length);
        if (!hole) {
          byte[] bytes = new byte[length];
          block.get(bytes);
          out.write(bytes);
        }
      }
    }
    out.writeInt(0);
  }

  private static boolean fill(ByteBuffer block, FileChannel in) throws IOException {
    block.clear();
    int length = in.read(block);
    while (length >= 0 && block.hasRemaining()) {
      length = in.read(block);
    }
    return block.flip().hasRemaining();
  }
}

package io.orchestrator.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/seed-stream.md shows is what the transport says and takes. */
@Tag("stream")
@Timeout(60)
class DocumentedExampleTest {
  private static final Instant CHANGED = Instant.parse("2023-11-14T22:13:20Z");

  @TempDir Path folder;

  @Test
  void listsAsDocumented() throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(said);
    out.writeInt(Format.MAGIC);
    out.writeInt(Format.VERSION);
    EntryFormat.write(Entry.folder(0, RawName.NONE, attributes(0750)), out);
    EntryFormat.write(Entry.file(0, RawName.of(Path.of("ibdata1")), attributes(0660), 5), out);
    EntryFormat.write(Entry.folder(0, RawName.of(Path.of("mysql")), attributes(0700)), out);
    EntryFormat.write(Entry.file(2, RawName.of(Path.of("db.opt")), attributes(0660), 0), out);
    out.writeByte(Format.END_OF_LIST);
    new Totals(4, 2, 5, 16_384).write(out);

    assertThat(said.toByteArray()).isEqualTo(documented("list"));
  }

  private static Attributes attributes(int mode) {
    return new Attributes(mode, 999, 999, CHANGED.getEpochSecond(), 0, Map.of());
  }

  @Test
  void patchesAsDocumented() throws Exception {
    ByteBuffer said = ByteBuffer.allocate(Patch.HEADER);
    Patch patch = new Patch(42, 3, 0x8001, 0x7ffc, 0x12345678);
    assertThat(patch.fits(Chunks.PER_PART)).isTrue();
    patch.write(said);

    assertThat(said.array()).isEqualTo(documented("patch"));
  }

  @Test
  void seedsFromTheDocumentedBytes() throws Throwable {
    try (HostileSender sender = new HostileSender(folder)) {
      sender.out.write(documented("list"));
      sender.out.flush();
      byte[] consent = documented("consent");
      int first = sender.in().readUnsignedByte();
      while (first == Format.WORKING) {
        first = sender.in().readUnsignedByte();
      }
      assertThat(first).isEqualTo(consent[0]);
      assertThat(sender.in().readByte()).isEqualTo(consent[1]);
      assertThat(sender.in().readByte()).isBetween((byte) 1, consent[2]);
      sender.block(0, 0, documented("shared")).awaitDelivered();
      sender.out.write(documented("end"));
      sender.out.close();

      assertThat(sender.received().bytes()).isPositive();
      Path ibdata1 = sender.datadir().resolve("ibdata1");
      assertThat(ibdata1).hasContent("data\n");
      assertThat(Files.getLastModifiedTime(ibdata1).toInstant()).isEqualTo(CHANGED);
      assertThat(sender.datadir().resolve("mysql/db.opt")).isEmptyFile();
    }
  }

  private static byte[] documented(String name) throws IOException {
    String document =
        Files.readString(Path.of("..", "..", "docs", "seed-stream.md"), StandardCharsets.UTF_8);
    Matcher found =
        Pattern.compile("```hex " + name + "\n(.*?)```", Pattern.DOTALL).matcher(document);
    assertThat(found.find()).as(name).isTrue();
    return HexFormat.of().parseHex(found.group(1).replaceAll("\\s", ""));
  }
}

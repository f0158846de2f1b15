package io.orchestrator.agent.netcat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/** Tells what a stream is that is no tar. */
final class Magic {
  private static final Map<String, String> KNOWN =
      Map.of(
          "1f8b", "gzip",
          "28b52ffd", "zstd",
          "04224d18", "lz4",
          "fd377a585a00", "xz",
          "425a68", "bzip2",
          "5842535443", "xbstream");

  private Magic() {}

  /** What begins like this? */
  static String describe(byte[] beginning) {
    String hex = HexFormat.of().formatHex(beginning);
    return KNOWN.entrySet().stream()
        .filter(magic -> hex.startsWith(magic.getKey()))
        .findFirst()
        .map(
            magic ->
                "it is "
                    + magic.getValue()
                    + ": the sender must send a plain tar stream, uncompressed")
        .orElseGet(() -> "it begins with " + printable(beginning) + ", which is no tar header");
  }

  private static String printable(byte[] beginning) {
    String text = new String(beginning, 0, 16, StandardCharsets.ISO_8859_1);
    return "\"" + text.replaceAll("[^ -~]", "?") + "\"";
  }
}

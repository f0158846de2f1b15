package io.orchestrator.agent.testkit.datadir;

import java.nio.charset.Charset;
import java.util.List;

/** File names that careless scripts and programs stumble over. */
final class OddNames {
  private static final List<String> NAMES =
      List.of(
          "with blank.ibd",
          " leading blank.ibd",
          "trailing blank ",
          "-leading-dash.ibd",
          "--checkpoint-action=exec=false",
          "single'quote.ibd",
          "double\"quote.ibd",
          "back\\slash\\n.ibd",
          "new\nline.ibd",
          "tab\tulator.ibd",
          "*",
          "[a-z]?.ibd",
          "{a,b}.ibd",
          "$(false).ibd",
          "`false`.ibd",
          "semi;colon&.ibd",
          "~",
          "%s%n.ibd",
          ".hidden",
          "...",
          "#sql-ib123-456.ibd",
          "@0024dollar@002esign.ibd",
          "n".repeat(246) + ".ibd",
          "caf\u00e9.ibd",
          "cafe\u0301.ibd",
          "\u8868\ud83d\udc2c.ibd");

  private OddNames() {}

  /** Those that can be written where the JVM's locale is not UTF-8: all but the last three. */
  static List<String> all() {
    Charset ofNames = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    return NAMES.stream().filter(name -> ofNames.newEncoder().canEncode(name)).toList();
  }
}

package io.orchestrator.agent.testkit.orchestrator;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Reads one HTTP/1 reply as Go's client does: strict in its form, indifferent to its meaning. */
final class ReplyReader {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/\\d\\.\\d +(\\d{3})( .*)?");
  private static final int MAX_LINE = 64 * 1024;
  private static final int MAX_HEADERS = 1000;

  private final InputStream input;
  private final int maxBody;

  ReplyReader(InputStream input, int maxBody) {
    this.input = new BufferedInputStream(input);
    this.maxBody = maxBody;
  }

  /** The final status line and its headers, by lower-case name; interim replies are skipped. */
  Head head() throws IOException {
    for (int interim = 0; interim < 6; interim++) {
      String line = line();
      var matcher = STATUS_LINE.matcher(line);
      if (!matcher.matches()) {
        throw new ProtocolException("malformed status line");
      }
      int status = Integer.parseInt(matcher.group(1));
      Map<String, String> headers = headers();
      if (status >= 200) {
        return new Head(line, status, headers);
      }
    }
    throw new ProtocolException("too many interim replies");
  }

  String body(Head head) throws IOException {
    byte[] bytes = encodedBody(head);
    if (bytes.length > 0 && head.header("content-encoding").equals("gzip")) {
      bytes = bounded(new GZIPInputStream(new ByteArrayInputStream(bytes)));
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private byte[] encodedBody(Head head) throws IOException {
    if (head.status == 204 || head.status == 304) {
      return new byte[0];
    }
    if (head.header("transfer-encoding").equals("chunked")) {
      return chunks();
    }
    if (!head.headers.containsKey("content-length")) {
      return bounded(input);
    }
    return exactly(number(head.header("content-length"), 10));
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (true) {
      String size = line();
      int extension = size.indexOf(';');
      int length = number(extension < 0 ? size : size.substring(0, extension), 16);
      if (length == 0) {
        headers();
        return all.toByteArray();
      }
      if (length > maxBody - all.size()) {
        throw new ProtocolException("the body is larger than " + maxBody + " bytes");
      }
      all.writeBytes(exactly(length));
      if (!line().isEmpty()) {
        throw new ProtocolException("malformed chunk");
      }
    }
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = input.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException(
          "the connection ended after " + bytes.length + " of " + length + " bytes of body");
    }
    return bytes;
  }

  private byte[] bounded(InputStream source) throws IOException {
    byte[] bytes = source.readNBytes(maxBody + 1);
    if (bytes.length > maxBody) {
      throw new ProtocolException("the body is larger than " + maxBody + " bytes");
    }
    return bytes;
  }

  private int number(String text, int radix) throws IOException {
    try {
      int number = Integer.parseInt(text.strip(), radix);
      if (number >= 0 && number <= maxBody) {
        return number;
      }
    } catch (NumberFormatException wrong) {
      throw new ProtocolException("malformed length of the body");
    }
    throw new ProtocolException("the body is larger than " + maxBody + " bytes");
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new TreeMap<>();
    for (int count = 0; count < MAX_HEADERS; count++) {
      String line = line();
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new ProtocolException("malformed header");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    throw new ProtocolException("more than " + MAX_HEADERS + " headers");
  }

  /** A line without its end, which is LF or CR LF; blanks at its end stay. */
  private String line() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = input.read(); next != '\n'; next = input.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended within the reply's header");
      }
      if (bytes.size() == MAX_LINE) {
        throw new ProtocolException("a line of the header is longer than " + MAX_LINE + " bytes");
      }
      bytes.write(next);
    }
    String line = bytes.toString(StandardCharsets.ISO_8859_1);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  record Head(String statusLine, int status, Map<String, String> headers) {
    private String header(String name) {
      return headers.getOrDefault(name, "").toLowerCase(Locale.ROOT);
    }
  }
}

package io.orchestrator.agent.host.mysql;

/** One {@code name = value} line of an option file, read as the server reads it. */
record OptionLine(String name, String value) {
  static OptionLine parse(String line) {
    String text = withoutComment(line);
    int equals = text.indexOf('=');
    return equals < 0
        ? new OptionLine(text.strip(), "")
        : new OptionLine(
            text.substring(0, equals).strip(),
            unescaped(unquoted(text.substring(equals + 1).strip())));
  }

  /** The server ends a line at any # that stands outside quotes. */
  private static String withoutComment(String line) {
    char quote = 0;
    boolean escaped = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if ((c == '\'' || c == '"') && !escaped) {
        if (quote == 0) {
          quote = c;
        } else if (quote == c) {
          quote = 0;
        }
      }
      if (quote == 0 && c == '#') {
        return line.substring(0, i);
      }
      escaped = quote != 0 && c == '\\' && !escaped;
    }
    return line;
  }

  private static String unquoted(String value) {
    int last = value.length() - 1;
    boolean quoted =
        last > 0
            && (value.charAt(0) == '"' || value.charAt(0) == '\'')
            && value.charAt(0) == value.charAt(last);
    return quoted ? value.substring(1, last) : value;
  }

  private static String unescaped(String value) {
    StringBuilder text = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '\\' || i == value.length() - 1) {
        text.append(c);
        continue;
      }
      char next = value.charAt(++i);
      switch (next) {
        case 'n' -> text.append('\n');
        case 't' -> text.append('\t');
        case 'r' -> text.append('\r');
        case 'b' -> text.append('\b');
        case 's' -> text.append(' ');
        case '"', '\'', '\\' -> text.append(next);
        default -> text.append(c).append(next);
      }
    }
    return text.toString();
  }
}

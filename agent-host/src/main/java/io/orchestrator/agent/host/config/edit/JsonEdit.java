package io.orchestrator.agent.host.config.edit;

import io.orchestrator.agent.host.config.edit.JsonPlace.Item;
import java.util.List;

/** Adds to and takes out of an object or array of a JSON text; all else of the text stays. */
final class JsonEdit {
  private final String text;

  JsonEdit(String text) {
    this.text = text;
  }

  /** Puts something else in the place of a value. */
  String replace(JsonPlace value, String instead) {
    return text.substring(0, value.start()) + instead + text.substring(value.end());
  }

  /** Adds an item behind the last one, laid out as that one is. */
  String append(JsonPlace container, String item) {
    if (container.items().isEmpty()) {
      return appendToEmpty(container, item);
    }
    Item last = container.items().get(container.items().size() - 1);
    int remark = remarkEnd(last.end());
    String gap = gapBefore(last.start(), container.items().size());
    if (remark > last.end() && !gap.contains("\n")) {
      gap = lineBreak() + indentOf(last.start());
    }
    return text.substring(0, last.end())
        + ","
        + text.substring(last.end(), remark)
        + gap
        + item
        + text.substring(remark);
  }

  private String appendToEmpty(JsonPlace container, String item) {
    int close = container.end() - 1;
    String inside = text.substring(container.start() + 1, close);
    if (inside.isBlank()) {
      return text.substring(0, container.start() + 1) + item + text.substring(close);
    }
    // Comments, and a line comment ends with its line only.
    int end = container.start() + 1 + inside.stripTrailing().length();
    String tail = text.substring(end, close);
    String gap = tail.contains("\n") ? lineBreak() + indentOf(close) + "  " : " ";
    return text.substring(0, end) + gap + item + tail + text.substring(close);
  }

  /** Takes an element of an array out, with the remark that ends its line. */
  String remove(JsonPlace array, int index) {
    List<Item> items = array.items();
    Item item = items.get(index);
    if (index < items.size() - 1) {
      return removeBefore(item, items.get(index + 1));
    }
    int start = startWithBlanks(item);
    String without = text.substring(0, start) + text.substring(remarkEnd(item.end()));
    if (index > 0) {
      int comma = comma(items.get(index - 1).end());
      return without.substring(0, comma) + without.substring(comma + 1);
    }
    int close = array.end() - 1 - (text.length() - without.length());
    boolean empty = without.substring(array.start() + 1, close).isBlank();
    return empty ? without.substring(0, array.start() + 1) + without.substring(close) : without;
  }

  private String removeBefore(Item item, Item next) {
    int comma = comma(item.end());
    int end = remarkEnd(comma + 1);
    int nextText = skipBlanks(end);
    boolean endsLine = text.substring(end, nextText).contains("\n");
    int start = blanksStart(item.start());
    boolean startsLine = text.substring(start, item.start()).contains("\n");
    if (endsLine && !startsLine) {
      return text.substring(0, start) + text.substring(end);
    }
    return text.substring(0, item.start()) + text.substring(Math.min(nextText, next.start()));
  }

  /** The blanks before the last item of an array may go with it, unless a line comment is there. */
  private int startWithBlanks(Item item) {
    int start = blanksStart(item.start());
    boolean startsLine = text.substring(start, item.start()).contains("\n");
    int end = remarkEnd(item.end());
    boolean endsLine = text.substring(end, skipBlanks(end)).contains("\n");
    return startsLine && !endsLine ? item.start() : start;
  }

  /** Index of the comma that follows here, behind blanks and comments. */
  private int comma(int from) {
    int at = from;
    while (text.charAt(at) != ',') {
      int comment = commentEnd(at);
      at = comment > at ? comment : at + 1;
    }
    return at;
  }

  /** Where a comment that starts here ends; a line comment ends before its line break. */
  private int commentEnd(int at) {
    if (text.startsWith("//", at)) {
      int end = at;
      while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
        end++;
      }
      return end;
    }
    return text.startsWith("/*", at) ? text.indexOf("*/", at + 2) + 2 : at;
  }

  /** Where a comment ends that follows here and is the last thing in this line; else here. */
  private int remarkEnd(int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    int end = commentEnd(at);
    return end > at && text.substring(end, skipBlanks(end)).contains("\n") ? end : from;
  }

  private int skipBlanks(int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private int blanksStart(int to) {
    int at = to;
    while (at > 0 && Character.isWhitespace(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  /** The blanks before an item, without empty lines. */
  private String gapBefore(int start, int items) {
    String gap = text.substring(blanksStart(start), start);
    if (gap.contains("\n")) {
      return lineBreak() + gap.substring(gap.lastIndexOf('\n') + 1);
    }
    return items == 1 ? " " : gap;
  }

  private String lineBreak() {
    return text.contains("\r\n") ? "\r\n" : "\n";
  }

  private String indentOf(int at) {
    int line = text.lastIndexOf('\n', at - 1) + 1;
    return text.substring(line, Math.min(skipBlanks(line), at));
  }
}

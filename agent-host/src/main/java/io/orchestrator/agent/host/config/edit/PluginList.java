package io.orchestrator.agent.host.config.edit;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.orchestrator.agent.host.config.edit.JsonPlace.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code Plugins.Enabled} or {@code Plugins.Disabled}: where it stands in the configuration's
 * files, and how to change it there. The last file that has it counts.
 */
final class PluginList {
  private static final String PLUGINS = "Plugins";

  private final String key;
  private final Map<Path, String> texts;

  /**
   * That list.
   *
   * @param key its name without "Plugins."
   * @param texts of the files in their order
   */
  PluginList(String key, Map<Path, String> texts) {
    this.key = key;
    this.texts = new LinkedHashMap<>(texts);
  }

  /** The files with the changes. */
  Map<Path, String> texts() {
    return texts;
  }

  /** The ids in it; empty if no file has it. */
  Optional<List<String>> ids() {
    return file().flatMap(file -> value(file)).filter(PluginList::isSet).map(PluginList::ids);
  }

  /** Adds an id to the list, which is there. */
  void add(String id) {
    Path file = file().orElseThrow();
    JsonPlace list = value(file).orElseThrow();
    List<String> all = new ArrayList<>(ids(list));
    all.add(id);
    JsonEdit edit = edit(file);
    texts.put(
        file,
        list.kind() == Kind.ARRAY
            ? edit.append(list, quoted(id))
            : edit.replace(list, quoted(String.join(", ", all))));
  }

  /** Takes an id out, however often and in whatever case it is there. */
  void remove(String id) {
    Path file = file().orElseThrow();
    JsonPlace list = value(file).orElseThrow();
    if (ids(list).stream().noneMatch(id::equalsIgnoreCase)) {
      return;
    }
    if (list.kind() != Kind.ARRAY) {
      List<String> others = ids(list).stream().filter(each -> !each.equalsIgnoreCase(id)).toList();
      String text = others.isEmpty() ? "[]" : quoted(String.join(", ", others));
      texts.put(file, edit(file).replace(list, text));
      return;
    }
    for (int index = list.items().size() - 1; index >= 0; index--) {
      if (list.items().get(index).value().text().strip().equalsIgnoreCase(id)) {
        texts.put(file, edit(file).remove(list, index));
        list = value(file).orElseThrow();
      }
    }
  }

  /** Writes the list where none is: beside its sister, else into the last file. */
  void create(List<String> ids) {
    String list = ids.stream().map(PluginList::quoted).collect(Collectors.joining(", ", "[", "]"));
    Path file = fileToAddTo();
    JsonPlace root = root(file);
    Optional<JsonPlace> plugins = root.member(PLUGINS);
    Optional<JsonPlace> own =
        plugins.flatMap(object -> object.member(key)).or(() -> root.member(PLUGINS + "." + key));
    String text;
    if (own.isPresent()) {
      text = edit(file).replace(own.get(), list);
    } else if (plugins.filter(object -> object.kind() == Kind.OBJECT).isPresent()) {
      text = edit(file).append(plugins.get(), quoted(key) + ": " + list);
    } else if (plugins.isPresent()) {
      text = edit(file).replace(plugins.get(), "{" + quoted(key) + ": " + list + "}");
    } else if (hasDottedNames(root)) {
      text = edit(file).append(root, quoted(PLUGINS + "." + key) + ": " + list);
    } else {
      text = edit(file).append(root, quoted(PLUGINS) + ": {" + quoted(key) + ": " + list + "}");
    }
    texts.put(file, text);
  }

  private Path fileToAddTo() {
    List<Path> lastFirst = lastFirst();
    return lastFirst.stream()
        .filter(file -> isThere(root(file).member(PLUGINS)) || hasDottedNames(root(file)))
        .findFirst()
        .orElse(lastFirst.get(0));
  }

  private static boolean hasDottedNames(JsonPlace root) {
    return root.items().stream()
        .anyMatch(item -> item.name().regionMatches(true, 0, PLUGINS + ".", 0, 8));
  }

  /** A blank text counts as not set, but it hides the lists of earlier files. */
  private static boolean isSet(JsonPlace list) {
    return !(list.kind() == Kind.TEXT && list.text().isBlank());
  }

  private static boolean isThere(Optional<JsonPlace> value) {
    return value.filter(place -> place.kind() != Kind.NULL).isPresent();
  }

  private Optional<Path> file() {
    return lastFirst().stream().filter(file -> isThere(value(file))).findFirst();
  }

  private List<Path> lastFirst() {
    List<Path> files = new ArrayList<>(texts.keySet());
    Collections.reverse(files);
    return files;
  }

  /** As the configuration is read: a member of Plugins goes before a name with a dot. */
  private Optional<JsonPlace> value(Path file) {
    JsonPlace root = root(file);
    return root.member(PLUGINS)
        .flatMap(plugins -> plugins.member(key))
        .filter(list -> list.kind() != Kind.NULL)
        .or(() -> root.member(PLUGINS + "." + key));
  }

  private static List<String> ids(JsonPlace list) {
    return list.kind() == Kind.ARRAY
        ? list.items().stream()
            .map(item -> item.value().text().strip())
            .filter(id -> !id.isEmpty())
            .toList()
        : Pattern.compile(",")
            .splitAsStream(list.text())
            .map(String::strip)
            .filter(id -> !id.isEmpty())
            .toList();
  }

  private JsonEdit edit(Path file) {
    return new JsonEdit(text(file));
  }

  private String text(Path file) {
    String text = texts.get(file);
    if (text == null) {
      throw new IllegalStateException("no text of " + file);
    }
    return text;
  }

  private JsonPlace root(Path file) {
    try {
      return JsonPlace.of(text(file));
    } catch (IOException wrong) {
      throw new UncheckedIOException("Could not read " + file + " again", wrong);
    }
  }

  private static String quoted(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}

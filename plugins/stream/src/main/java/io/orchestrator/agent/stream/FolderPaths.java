package io.orchestrator.agent.stream;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** The paths of the folders used last: entries of one folder mostly stand together. */
final class FolderPaths {
  private static final int MOST = 1000;
  private static final Path TOP = Path.of("");

  private final EntryList list;
  private final Map<Integer, Path> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Path> eldest) {
          return size() > MOST;
        }
      };

  FolderPaths(EntryList list) {
    this.list = list;
  }

  synchronized Path path(int number) throws IOException {
    if (number == 0) {
      return TOP;
    }
    Path cached = known.get(number);
    return cached == null ? resolved(number) : cached;
  }

  /** By a loop: a source can have folders in folders for which no stack is deep enough. */
  private Path resolved(int number) throws IOException {
    Deque<Integer> unknown = new ArrayDeque<>();
    Deque<RawName> names = new ArrayDeque<>();
    int at = number;
    while (at != 0 && !known.containsKey(at)) {
      Entry folder = folder(at);
      unknown.push(at);
      names.push(folder.name());
      at = folder.parent();
    }
    Path path = at == 0 ? TOP : known.getOrDefault(at, TOP);
    while (!unknown.isEmpty()) {
      path = path.resolve(names.pop().path());
      known.put(unknown.pop(), path);
    }
    return path;
  }

  private Entry folder(int number) throws IOException {
    if (number < 0 || number >= list.count()) {
      throw new EntryFormat.BadEntryException("the folder " + number + ", which is unknown");
    }
    Entry folder = list.get(number);
    if (!folder.isFolder()) {
      throw new EntryFormat.BadEntryException("the folder " + number + ", which is none");
    }
    return folder;
  }
}

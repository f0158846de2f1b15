package io.orchestrator.agent.host.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that a page of the documentation has in full: a comment that names it, and its text.
 */
final class PageFiles {
  private static final Pattern FILE =
      Pattern.compile("<!-- file: (\\S+) -->\n```\\w+\n(.*?)\n```\n", Pattern.DOTALL);

  private PageFiles() {}

  static void write(Path page, Path folder) throws IOException {
    Matcher file = FILE.matcher(Files.readString(page));
    while (file.find()) {
      Path path = folder.resolve(file.group(1));
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.group(2) + "\n");
    }
  }
}

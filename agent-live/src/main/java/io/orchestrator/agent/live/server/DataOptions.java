package io.orchestrator.agent.live.server;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.api.MySqlFacts;
import io.orchestrator.agent.api.command.Command;
import io.orchestrator.agent.api.command.CommandRunner;
import io.orchestrator.agent.live.client.ServerVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What this host's option files tell its server about how it lays out its data. Files that a
 * private server has made otherwise the real one could not read.
 */
final class DataOptions {
  private static final Set<String> KEPT =
      Set.of(
          "innodb_page_size",
          "innodb_data_file_path",
          "innodb_undo_tablespaces",
          "innodb_log_file_size",
          "innodb_log_files_in_group",
          "innodb_redo_log_capacity",
          "innodb_checksum_algorithm",
          "innodb_default_row_format",
          "innodb_file_per_table",
          "innodb_compression_algorithm",
          "innodb_encrypt_tables",
          "innodb_encrypt_log",
          "innodb_buffer_pool_size",
          "innodb_ft_min_token_size",
          "innodb_ft_max_token_size",
          "ft_min_word_len",
          "ft_max_word_len",
          "lower_case_table_names",
          "character_set_server",
          "collation_server",
          "plugin_dir",
          "plugin_load",
          "plugin_maturity",
          "early_plugin_load",
          "file_key_management_filename",
          "file_key_management_filekey",
          "file_key_management_encryption_algorithm",
          "keyring_file_data",
          "aria_block_size",
          "aria_encrypt_tables",
          "basedir",
          "lc_messages_dir");

  /** Each line of it adds to the ones before. */
  private static final String ADDED = "plugin_load_add";

  private static final List<String> FOLDERS =
      List.of(
          "innodb_log_group_home_dir",
          "innodb_data_home_dir",
          "innodb_undo_directory",
          "aria_log_dir_path");

  private final Map<String, String> last = new LinkedHashMap<>();
  private final List<String> added = new ArrayList<>();

  private DataOptions() {}

  /**
   * Asks {@code my_print_defaults}.
   *
   * @param datadir where the server will have its data
   * @throws AgentException {@code UNSUPPORTED} if it keeps a part of it elsewhere
   */
  static DataOptions read(
      CommandRunner commands, MySqlFacts mysql, ServerVersion version, Path datadir)
      throws InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(ServerPrograms.installed(commands, "my_print_defaults").toString());
    mysql.defaultsFile().ifPresent(file -> line.add("--defaults-file=" + file));
    for (String group : List.of("mysqld", "server", "mariadb", "mariadbd")) {
      line.add(group);
      line.add(group + "-" + version.series());
    }
    return of(commands.run(Command.of(line)).lines(), datadir);
  }

  static DataOptions of(List<String> printed, Path datadir) {
    DataOptions options = new DataOptions();
    for (String option : printed) {
      String[] parts = option.replaceFirst("^--(loose[-_])?", "").split("=", 2);
      options.note(parts[0].replace('-', '_'), parts.length < 2 ? "" : parts[1]);
    }
    options.requireInside(datadir);
    return options;
  }

  private void note(String name, String value) {
    if (name.equals(ADDED)) {
      added.add(value);
    } else if (KEPT.contains(name) || FOLDERS.contains(name) || name.equals("innodb_directories")) {
      last.put(name, value);
    }
  }

  private void requireInside(Path datadir) {
    if (find("innodb_data_file_path").filter(path -> path.contains("/")).isPresent()) {
      throw elsewhere("innodb_data_file_path");
    }
    for (String name : FOLDERS) {
      Optional<Path> folder = find(name).map(value -> datadir.resolve(value).normalize());
      if (folder.filter(path -> !path.equals(datadir.normalize())).isPresent()) {
        throw elsewhere(name);
      }
    }
  }

  private static AgentException elsewhere(String name) {
    return new AgentException(
        ErrorCode.UNSUPPORTED,
        "This host's server keeps a part of its data outside of the datadir itself ("
            + name
            + "), where a seed can't replace it: take that out of its option files");
  }

  /** The value that counts; empty if there is none. */
  Optional<String> find(String name) {
    return Optional.ofNullable(last.get(name)).filter(value -> !value.isBlank());
  }

  /** All of them but the folders, as {@code name} or {@code name=value}. */
  List<String> all() {
    List<String> all = new ArrayList<>();
    last.forEach(
        (name, value) -> {
          if (KEPT.contains(name)) {
            all.add(value.isEmpty() ? name : name + "=" + value);
          }
        });
    added.stream().distinct().forEach(value -> all.add(ADDED + "=" + value));
    return all;
  }
}

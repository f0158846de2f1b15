package io.orchestrator.agent.host.verify;

import io.orchestrator.agent.api.AgentException;
import io.orchestrator.agent.api.ErrorCode;
import io.orchestrator.agent.host.mysql.ServerOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a private server needs of the live server's options to read the same files. It never gets
 * the option files themselves: they may lead it to the live server's redo log.
 */
final class PrivateServerOptions {
  private static final List<String> NEEDED =
      List.of(
          "innodb_page_size",
          "innodb_data_file_path",
          "innodb_undo_tablespaces",
          "innodb_log_file_size",
          "innodb_log_files_in_group",
          "innodb_checksum_algorithm",
          "innodb_encrypt_tables",
          "innodb_encrypt_log",
          "lower_case_table_names",
          "character_set_server",
          "collation_server",
          "plugin_dir",
          "plugin_load",
          "plugin_load_add",
          "plugin_maturity",
          "early_plugin_load",
          "file_key_management_filename",
          "file_key_management_filekey",
          "file_key_management_encryption_algorithm",
          "keyring_file_data",
          "aria_encrypt_tables",
          "basedir",
          "lc_messages_dir");

  private static final List<String> FOLDERS =
      List.of(
          "innodb_log_group_home_dir",
          "innodb_data_home_dir",
          "innodb_undo_directory",
          "aria_log_dir_path");

  private PrivateServerOptions() {}

  /**
   * The arguments.
   *
   * @param live the live server's options
   * @param datadir the live server's
   * @param copy the data directory in the copy
   * @throws AgentException {@code UNSUPPORTED} if files that belong to the data are elsewhere: a
   *     snapshot of the datadir is not whole then
   */
  static List<String> arguments(ServerOptions live, Path datadir, Path copy) {
    List<String> arguments = new ArrayList<>();
    for (String name : NEEDED) {
      live.find(name).ifPresent(value -> arguments.add(argument(name, value)));
    }
    if (live.find("innodb_data_file_path").filter(path -> path.contains("/")).isPresent()) {
      throw elsewhere("innodb_data_file_path", live.find("innodb_data_file_path").orElse(""));
    }
    for (String name : FOLDERS) {
      Optional<String> folder = live.find(name).filter(value -> !value.isBlank());
      folder.ifPresent(
          value -> arguments.add(argument(name, inCopy(name, value, datadir, copy).toString())));
    }
    return arguments;
  }

  private static String argument(String name, String value) {
    return "--" + name.replace('_', '-') + (value.isEmpty() ? "" : "=" + value);
  }

  private static Path inCopy(String name, String folder, Path datadir, Path copy) {
    Path there = datadir.resolve(folder).normalize();
    if (!there.startsWith(datadir)) {
      throw elsewhere(name, folder);
    }
    return copy.resolve(datadir.relativize(there));
  }

  private static AgentException elsewhere(String name, String value) {
    return new AgentException(
        ErrorCode.UNSUPPORTED,
        "The server keeps files of its data outside of the datadir ("
            + name
            + "="
            + value
            + "), so a snapshot of the datadir is not whole: move them into the datadir");
  }
}

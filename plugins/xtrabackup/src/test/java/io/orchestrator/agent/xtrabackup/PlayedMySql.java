package io.orchestrator.agent.xtrabackup;

import io.orchestrator.agent.testkit.command.OtherPrograms;
import java.nio.file.Path;

/**
 * A host with Percona Server 8.0 and xtrabackup, as far as their documentation shows what they say:
 * scripts in their place, with tar for the stream. Each notes its arguments in {@code calls}.
 *
 * @param folder for the scripts; exists
 * @param datadir of the server
 */
record PlayedMySql(Path folder, Path datadir) {
  private static final String GRANTS =
      """
      GRANT RELOAD, PROCESS, LOCK TABLES, REPLICATION CLIENT ON *.* TO `seed`@`localhost`
      GRANT BACKUP_ADMIN ON *.* TO `seed`@`localhost`
      GRANT SELECT ON `performance_schema`.`keyring_component_status` TO `seed`@`localhost`
      GRANT SELECT ON `performance_schema`.`log_status` TO `seed`@`localhost`
      GRANT SELECT ON `performance_schema`.`replication_group_members` TO `seed`@`localhost`
      """;

  private static final String XTRABACKUP =
      """
      says() { echo "2024-01-08T09:12:11.102030-00:00 0 [Note] [MY-011825] [Xtrabackup] $1" >&2; }
      for argument; do
        case $argument in
          --datadir=*) datadir=${argument#*=} ;;
          --target-dir=*) target=${argument#*=} ;;
        esac
      done
      case $* in
        *--version*)
          says 'recognized server arguments: --innodb_buffer_pool_size=1G'
          echo 'xtrabackup version 8.0.35-30 based on MySQL server 8.0.35 Linux (x86_64)' >&2
          exit ;;
        *--backup*)
          says 'Streaming ./shop/orders.ibd'
          tar -c -C "$datadir" . ;;
        *--prepare*) touch "$target/prepared" ;;
      esac
      says 'completed OK!'
      """;

  OtherPrograms in(OtherPrograms programs) {
    return programs
        .without("mariadb")
        .without("mariadbd")
        .without("mariadb-backup")
        .without("mariabackup")
        .withScript(folder, "my_print_defaults", "")
        .withScript(folder, "mysql", noting(client()))
        .withScript(
            folder,
            "mysqld",
            "echo 'mysqld  Ver 8.0.35-27 for Linux on x86_64 (Percona Server (GPL), Release 27)'")
        .withScript(folder, "xtrabackup", noting(XTRABACKUP))
        .withScript(folder, "xbstream", noting("[[ $1 == -x && $2 == -C ]] && tar -x -C \"$3\""));
  }

  private String client() {
    return """
        [[ $* == *'SHOW GRANTS'* ]] && echo '%s' ||
          printf '8.0.35-27\\tPercona Server (GPL), Release 27\\t%s/\\t3306\\t1\\n'
        """
        .formatted(GRANTS.strip(), datadir);
  }

  private String noting(String script) {
    return "echo \"${0##*/} $*\" >> '" + calls() + "'\n" + script;
  }

  Path calls() {
    return folder.resolve("calls");
  }
}

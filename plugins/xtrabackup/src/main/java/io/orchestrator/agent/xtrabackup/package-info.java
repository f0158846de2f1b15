/**
 * Seeds from a running server by its physical backup tool. What it does with xtrabackup, for MySQL
 * and Percona Server, is written from the tool's documentation and tested on recorded output; with
 * mariadb-backup it is tested for real.
 */
@NullMarked
package io.orchestrator.agent.xtrabackup;

import org.jspecify.annotations.NullMarked;

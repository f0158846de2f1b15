# shellcheck shell=bash
# The demo with two real MariaDB servers. Needs common.sh and workplace.sh.
: "${root:?}" "${work:=}" "${source_port:=}" "${target_port:=}"

needed_megabytes() {
  echo 1500
}

# sql ROLE [STATEMENTS]: runs them, or its input; prints rows without headings.
sql() {
  mariadb "--defaults-file=$work/$1/my.cnf" --batch --skip-column-names ${2:+--execute="$2"}
}

# write_my_cnf ROLE PORT
write_my_cnf() {
  cat > "$work/$1/my.cnf" << CNF
[client]
user = root
socket = $work/$1/run/socket
default-character-set = utf8mb4
[mysqld]
user = $server_user
datadir = $work/$1/data
socket = $work/$1/run/socket
pid-file = $work/$1/run/pid
tmpdir = $work/$1/run
port = $2
bind-address = 127.0.0.1
log-error = $work/logs/$1-mysql.log
innodb-buffer-pool-size = 64M
innodb-log-file-size = 32M
innodb-flush-log-at-trx-commit = 0
performance-schema = OFF
CNF
}

# install_server ROLE PORT: a new datadir.
install_server() {
  local home=$work/$1 log=$work/logs/$1-install.log
  write_my_cnf "$1" "$2"
  install -m 755 "$root/dev/lib/mariadb-service" "$home/mysql-service"
  install -m 640 -o "$server_user" /dev/null "$work/logs/$1-mysql.log"
  install -d -m 700 -o "$server_user" "$home/data" "$home/run"
  run mariadb-install-db "--defaults-file=$home/my.cnf" --auth-root-authentication-method=normal --skip-test-db \
    > "$log" 2>&1 < /dev/null || {
    tail -n 5 "$log" >&2
    fail "mariadb-install-db failed"
  }
}

prepare_data() {
  server_user=mysql
  ((EUID == 0)) || server_user=$(id -un)
  step "making two MariaDB datadirs in $work"
  install_server source "$source_port"
  install_server target "$target_port"
  step "loading rows on the source"
  run "$work/source/mysql-service" start || fail "the source's MariaDB did not start"
  run sql source < "$root/dev/lib/rows.sql" || fail "could not load the rows"
  step "taking a snapshot of the source: a copy while its server is stopped"
  run "$work/source/mysql-service" stop || fail "the source's MariaDB did not stop"
  mkdir "$work/source/snapshots/nightly"
  run cp -a --reflink=auto "$work/source/data" "$work/source/snapshots/nightly/"
  run "$work/source/mysql-service" start || fail "the source's MariaDB did not start again"
}

# flip_byte: one letter of one row.
flip_byte() {
  sql target "UPDATE shop.customers SET name = INSERT(name, 1, 1, 'k') WHERE id = 4711"
  step "changed a letter in a row of shop.customers on the target"
}

# tables_of ROLE: a line for each table, with its name, rows and checksum.
tables_of() {
  local table tables
  tables=$(sql "$1" "SELECT CONCAT('\`', table_schema, '\`.\`', table_name, '\`') FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('mysql', 'sys', 'performance_schema', 'information_schema')
    ORDER BY 1")
  while IFS= read -r table; do
    printf '%s  %s rows, checksum %s\n' "$table" "$(sql "$1" "SELECT COUNT(*) FROM $table")" \
      "$(sql "$1" "CHECKSUM TABLE $table EXTENDED" | cut -f 2)"
  done <<< "$tables"
}

# verify: sets bytes and files.
verify() {
  local datadir
  step "comparing the tables of both running servers: rows and checksums"
  datadir=$(sql target 'SELECT @@datadir') || fail "the target's MariaDB does not answer"
  [[ $datadir == "$work/target/data/" ]] || fail "the target's MariaDB runs on $datadir"
  tables_of source > "$work/source/tables"
  tables_of target > "$work/target/tables"
  cat "$work/source/tables"
  diff --label source --label target -U 0 "$work"/{source,target}/tables || fail "the servers differ, see above"
  (($(wc -l < "$work/source/tables") > 1)) || fail "the source has no tables"
  step "they are the same"
  # shellcheck disable=SC2034
  read -r bytes files < <(find "$work/source/snapshots/nightly/data" -type f -printf '%s\n' \
    | awk '{bytes += $1} END {printf "%d %d\n", bytes, NR}')
}

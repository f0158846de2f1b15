# shellcheck shell=bash
# The datadirs that are copied. Needs common.sh and workplace.sh.
: "${work:=}" "${root:?}" "${size:=}" "${small_count:=}" "${mariadb_rows:=}"

# random_bytes COUNT KEY: they can't be compressed; the same each time.
random_bytes() {
  head -c "$1" < <(openssl enc -aes-128-ctr -K "$(printf %032x "$2")" -iv "$(printf %032x 0)" -in /dev/zero 2> /dev/null)
}

# rows_of_text: 32 MB that compress to less than a third, like the pages of a database.
rows_of_text() {
  awk 'BEGIN {
    srand(42)
    split("new paid sent lost returned open closed unknown", state, " ")
    split("Ada Grace Edsger Barbara Donald Frances Niklaus Margaret", first, " ")
    while (bytes < 32e6) {
      row = sprintf("%d|%s %c%06x|customer%d@example.com|%04d-%02d-%02d|%.2f|%s|%06x\n", ++id, first[1 + int(rand() * 8)],
        65 + int(rand() * 26), rand() * 16777216, rand() * 1e6, 1990 + int(rand() * 35), 1 + int(rand() * 12),
        1 + int(rand() * 28), rand() * 1e4, state[1 + int(rand() * 8)], rand() * 16777216)
      bytes += length(row)
      printf "%s", row
    }
  }'
}

# text_bytes COUNT: the rows again and again, farther apart than a compressor looks.
text_bytes() {
  head -c "$1" < <(while cat "$work/rows" 2> /dev/null; do :; done)
}

# server_files FOLDER: what makes it a datadir.
server_files() {
  mkdir -p "$1/mysql"
  text_bytes 1000000 > "$1/ibdata1"
  random_bytes 500000 1 > "$1/ib_logfile0"
  text_bytes 3000 > "$1/mysql/user.frm"
}

# big_files FOLDER BYTES KIND…: four of unequal sizes of each kind, text or random.
big_files() {
  local folder=$1 bytes=$2 kind share
  shift 2
  mkdir -p "$folder/shop"
  for kind in "$@"; do
    for share in 50 29 14 7; do
      "${kind}_bytes" $((bytes * share / 100 / $#)) "$share" > "$folder/shop/$kind$share.ibd"
    done
  done
}

# small_files FOLDER FOLDERS FILES LEAST MOST: so many folders with so many files of sizes between these each.
small_files() {
  head -c 8000000 "$work/rows" | awk -v folder="$1" -v folders="$2" -v files="$3" -v least="$4" -v most="$5" '
    BEGIN { RS = "\001" }
    { text = $0 }
    END {
      srand(7)
      for (i = 0; i < folders; i++) {
        system("mkdir -p " sprintf("%s/db%03d", folder, i))
        for (j = 0; j < files; j++) {
          file = sprintf("%s/db%03d/t%05d.frm", folder, i, j)
          size = int(least + rand() * (most - least))
          printf "%s", substr(text, 1 + int(rand() * (length(text) - size)), size) > file
          close(file)
        }
      }
    }'
}

# case_bytes CASE: about what its datadir takes.
case_bytes() {
  case $1 in
    small) echo $((small_count * 8192)) ;;
    large-files) echo $((200000 * 8192)) ;;
    large-data) echo 16000000000 ;;
    mariadb) echo $((1500000000 + mariadb_rows * 400)) ;;
    line) echo 0 ;;
    *) echo "$size" ;;
  esac
}

# make_datadir CASE FOLDER
make_datadir() {
  local bytes
  bytes=$(case_bytes "$1")
  if [[ $1 == mariadb ]]; then
    mariadb_datadir "$2"
    return
  fi
  [[ -e $work/rows ]] || rows_of_text > "$work/rows"
  server_files "$2"
  case $1 in
    generated | large-data)
      big_files "$2" $((bytes * 96 / 100)) text random
      small_files "$2" 4 100 1 $((bytes * 4 / 100 / 200))
      ;;
    compressible) big_files "$2" "$bytes" text ;;
    incompressible) big_files "$2" "$bytes" random ;;
    small) small_files "$2" 100 $((small_count / 100)) 1024 8192 ;;
    large-files) small_files "$2" 200 1000 1024 8192 ;;
  esac
}

# mariadb_datadir FOLDER: that of a stopped server.
mariadb_datadir() {
  local home=$work/mariadb
  # shellcheck disable=SC2034
  server_user=mysql
  mkdir -p "$home"
  install_server mariadb "$(free_port)"
  "$home/mysql-service" start || fail "MariaDB did not start"
  sql mariadb < "$root/dev/lib/rows.sql" || fail "could not load the rows"
  sql mariadb "USE shop; CREATE TABLE payments (id BIGINT PRIMARY KEY, payer INT, paid DATETIME(3), amount DECIMAL(12, 2),
    reference VARCHAR(40), proof BINARY(32)) ENGINE = InnoDB SELECT seq AS id, 1 + seq * 7919 % 100000 AS payer,
    DATE_ADD('2010-01-01', INTERVAL seq * 17 SECOND) AS paid, seq * 13 % 99991 / 100 AS amount,
    CONCAT('invoice ', seq * 31) AS reference, UNHEX(SHA2(seq, 256)) AS proof FROM seq_1_to_$mariadb_rows" \
    || fail "could not load the rows"
  "$home/mysql-service" stop || fail "MariaDB did not stop"
  while [[ -e $home/run/pid ]]; do
    sleep 0.1
  done
  mv "$home/data" "$1"
  rm -rf "$home"
}

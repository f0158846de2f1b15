# shellcheck shell=bash
# The datadirs that are copied. Needs common.sh and workplace.sh.
: "${work:=}" "${root:?}"

# random_bytes COUNT KEY: they can't be compressed; the same each time.
random_bytes() {
  head -c "$1" < <(openssl enc -aes-128-ctr -K "$(printf %032x "$2")" -iv "$(printf %032x 0)" -in /dev/zero 2> /dev/null)
}

# rows_of_text: 32 MB that compress to about a third, like the pages of a database.
rows_of_text() {
  awk 'BEGIN {
    srand(42)
    split("new paid sent lost returned open closed unknown", state, " ")
    split("Ada Grace Edsger Barbara Donald Frances Niklaus Margaret", first, " ")
    while (bytes < 32e6) {
      row = sprintf("%d|%s %c%06x|customer%d@example.com|%04d-%02d-%02d|%.2f|%s|%08x%08x\n", ++id, first[1 + int(rand() * 8)],
        65 + int(rand() * 26), rand() * 16777216, rand() * 1e6, 1990 + int(rand() * 35), 1 + int(rand() * 12),
        1 + int(rand() * 28), rand() * 1e4, state[1 + int(rand() * 8)], rand() * 4294967295, rand() * 65536)
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
  awk -v folder="$1" -v folders="$2" -v files="$3" -v least="$4" -v most="$5" -v rows="$work/rows" 'BEGIN {
    srand(7)
    for (i = 0; i < folders; i++) {
      system("mkdir -p " sprintf("%s/db%03d", folder, i))
      for (j = 0; j < files; j++) {
        file = sprintf("%s/db%03d/t%05d.frm", folder, i, j)
        size = int(least + rand() * (most - least))
        text = ""
        while (length(text) < size) {
          if ((getline row < rows) <= 0) { close(rows); continue }
          text = text row "\n"
        }
        printf "%s", substr(text, 1, size) > file
        close(file)
      }
    }
  }'
}

# make_datadir CASE FOLDER BYTES
make_datadir() {
  [[ -e $work/rows ]] || rows_of_text > "$work/rows"
  server_files "$2"
  case $1 in
    generated)
      big_files "$2" $(($3 * 96 / 100)) text random
      small_files "$2" 4 100 1 $(($3 * 4 / 100 / 400 * 2))
      ;;
    compressible) big_files "$2" "$3" text ;;
    incompressible) big_files "$2" "$3" random ;;
    small) small_files "$2" 100 $((small_count / 100)) 1024 8192 ;;
    *) fail "there is no case $1" ;;
  esac
}

# list_of FOLDER: a line for each of its entries; the size of a folder is the file system's affair.
list_of() {
  (cd "$1" && find . -mindepth 1 \( -path './.orchestrator-agent*' -prune -o -type d -printf '%p %y %m %U %G %Ts\n' \
    -o -printf '%p %y %m %U %G %Ts %s\n' \) | sort)
}

# require_same FROM TO PEER [content]: the entries, and with the last word also their content; a peer that lost data fails.
require_same() {
  diff -U 0 --label source --label target <(list_of "$1") <(list_of "$2") > "$work/differences" \
    || { head -n 10 "$work/differences" >&2; fail "$3 has left a copy that differs from the original, see above"; }
  [[ -z ${4-} ]] || diff -rq --no-dereference --exclude='.orchestrator-agent*' "$1" "$2" >&2 \
    || fail "$3 has left a copy that differs from the original, see above"
}

# bytes_of FOLDER: of its files.
bytes_of() {
  find "$1" -type f -printf '%s\n' | awk '{all += $1} END {printf "%.0f\n", all}'
}

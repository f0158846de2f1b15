# shellcheck shell=bash
# Is a copy the same as its original? Needs common.sh and workplace.sh.
: "${work:=}"

# list_of FOLDER: a line for each of its entries; the size of a folder is the file system's affair.
list_of() {
  (cd "$1" && find . -mindepth 1 \( -path './.orchestrator-agent*' -prune \) -o -type d -printf '%p %y %m %U %G %Ts\n' \
    -o -printf '%p %y %m %U %G %Ts %s\n') | sort
}

# require_same FROM TO PEER [content]: the entries, and with the last word also their content; a peer that lost data fails.
require_same() {
  list_of "$1" > "$work/listed"
  list_of "$2" | diff -U 0 --label source --label target "$work/listed" - > "$work/differences" || different "$3"
  [[ -n ${4-} ]] || return 0
  diff -rq --no-dereference --exclude='.orchestrator-agent*' "$1" "$2" > "$work/differences" 2>&1 || different "$3"
}

# different PEER
different() {
  head -n 10 "$work/differences" >&2
  fail "$1 has left a copy that differs from the original, see above"
}

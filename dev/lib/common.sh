# shellcheck shell=bash
# What all commands in dev/ share. Sets: root, the top of the source tree.
# shellcheck disable=SC2034
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
name=dev/$(basename "$0")
export LC_ALL=C.UTF-8
PATH=$PATH:/usr/sbin:/sbin

# fail MESSAGE: ends the command.
fail() {
  printf '%s: %s\n' "$name" "$*" >&2
  exit 1
}

# wrong_usage MESSAGE
wrong_usage() {
  printf '%s: %s; see %s --help\n' "$name" "$*" "$name" >&2
  exit 2
}

# step MESSAGE: one line with the time, in the form that the stand-in orchestrator uses.
step() {
  local now=$EPOCHREALTIME
  printf '%(%H:%M:%S)T.%s  %s\n' "${now%.*}" "$(cut -c1-3 <<< "${now#*.}")" "$*"
}

# shellcheck shell=bash
# A temporary directory, and the processes that must not outlive the command. Needs common.sh.
: "${name:?}"

parent=${TMPDIR:-/var/tmp}
work=
processes=()
# Functions that undo what the command has made elsewhere, called when its processes have ended.
undoing=()
interrupted=

# need_room MEGABYTES: for the directory.
need_room() {
  local free
  [[ $parent =~ ^/[A-Za-z0-9/._-]{0,60}$ ]] || fail "TMPDIR must be a short absolute path of letters, digits and . _ -"
  free=$(df -Pm "$parent" | awk 'NR == 2 {print $4}')
  ((free >= $1)) || fail "$parent has $free MB free, $1 MB are needed; set TMPDIR to another directory"
}

# set_up_work: makes the directory; at the end of the command all is cleaned up.
set_up_work() {
  trap 'interrupted=1; exit 129' HUP
  trap 'interrupted=1; exit 130' INT
  trap 'interrupted=1; exit 143' TERM
  trap clean_up EXIT
  local label=${name%% *}
  work=$(mktemp -d "$parent/orchestrator-agent-${label#dev/}.XXXXXX")
  # MariaDB's user must get through.
  chmod 711 "$work"
  mkdir "$work/logs"
}

# clean_up: ends what was started and removes the directory, but for the logs if the command failed.
clean_up() {
  local status=$?
  trap '' HUP INT TERM
  trap - EXIT
  [[ -n $work ]] || exit "$status"
  end_processes
  undo
  if [[ $status == 0 || -n $interrupted ]]; then
    rm -rf "$work"
  else
    find "$work" -mindepth 1 -maxdepth 1 ! -name logs -exec rm -rf {} +
    printf '%s: failed; the logs are kept in %s\n' "$name" "$work/logs" >&2
  fi
  exit "$status"
}

undo() {
  local function
  for function in "${undoing[@]}"; do
    "$function" || true
  done
  undoing=()
}

# end_processes: agents first, as a running one might start MariaDB; last are those that the agents have started.
end_processes() {
  local file
  ((${#processes[@]} == 0)) || end "${processes[@]}"
  for file in "$work"/*/server.pid; do
    [[ ! -e $file ]] || end "$(< "$file")"
  done
  processes=()
}

# end PID…: asks the process groups that these lead to stop, and after 15 s kills them.
end() {
  local tries=150
  kill -- "${@/#/-}" 2> /dev/null || true
  while any_living "$@"; do
    if ((tries-- == 0)); then
      kill -KILL -- "${@/#/-}" 2> /dev/null || true
      return
    fi
    sleep 0.1
  done
}

# any_living GROUP…: is there a process in one of these groups? Zombies don't count: nobody may be there to bury them.
any_living() {
  awk -v groups=" $* " '{
      sub(/^.*\) /, "")
      if ($1 !~ /[ZX]/ && index(groups, " " $3 " ")) found = 1
    }
    END { exit !found }' < <(cat /proc/[0-9]*/stat 2> /dev/null)
}

# start COMMAND…: in the background, in a process group of its own, so that a ^C is for this command to deal with.
start() {
  set -m
  "$@" <&0 &
  set +m
  processes+=("$!")
}

# run COMMAND…: the same, and waits for its end; unlike a command in the foreground it does not hold up signals.
run() {
  local status=0
  start "$@"
  wait "${processes[-1]}" || status=$?
  unset 'processes[-1]'
  return "$status"
}

# free_port: prints one that nobody listens on, from below those that the system gives to clients.
free_port() {
  local port hex
  while true; do
    port=$((20000 + RANDOM % 12000))
    printf -v hex ':%04X ' "$port"
    grep -qs "$hex" /proc/net/tcp /proc/net/tcp6 || break
  done
  echo "$port"
}

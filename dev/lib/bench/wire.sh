# shellcheck shell=bash
# Copies of datadirs between two hosts, by stream and by what else people use. Needs common.sh.
: "${root:?}" "${name:?}"
# shellcheck source=dev/lib/packages.sh
. "$root/dev/lib/packages.sh"
# shellcheck source=dev/lib/workplace.sh
. "$root/dev/lib/workplace.sh"
# shellcheck source=dev/lib/distribution.sh
. "$root/dev/lib/distribution.sh"
# shellcheck source=dev/lib/bench/cpu.sh
. "$root/dev/lib/bench/cpu.sh"
# shellcheck source=dev/lib/bench/network.sh
. "$root/dev/lib/bench/network.sh"
# shellcheck source=dev/lib/bench/data.sh
. "$root/dev/lib/bench/data.sh"
# shellcheck source=dev/lib/bench/sameness.sh
. "$root/dev/lib/bench/sameness.sh"
# shellcheck source=dev/lib/bench/copies.sh
. "$root/dev/lib/bench/copies.sh"
# shellcheck source=dev/lib/bench/stream.sh
. "$root/dev/lib/bench/stream.sh"
# shellcheck source=dev/lib/bench/measure.sh
. "$root/dev/lib/bench/measure.sh"
# shellcheck source=dev/lib/bench/results.sh
. "$root/dev/lib/bench/results.sh"
# shellcheck source=dev/lib/bench/targets.sh
. "$root/dev/lib/bench/targets.sh"

all_peers=('tar|nc' 'tar|socat' rsync 'tar|zstd|nc' 'stream raw' 'stream zstd' 'stream tls')
small_cases=(generated compressible incompressible small mariadb)
large_cases=(large-data large-files)
peers=()
cases=()
rounds=5
size=
small_count=100000
mariadb_rows=5000000
synced=1
link=
json=
quick=
large=
strict=

bench_usage() {
  cat << USAGE
usage: dev/bench wire [OPTION]…   copies datadirs between two hosts (network namespaces)
  --quick         see whether it works: small sizes, one round, under two minutes
  --link RATE     over a link of, for example, 1gbit: compressible and incompressible
  --large         also 16 GB and 200,000 files, by stream alone: what memory it takes
  --case NAME     only this one; can be repeated: ${small_cases[*]}
                  ${large_cases[*]} line
  --peer NAME     only this one; can be repeated: $(printf "'%s' " "${all_peers[@]:0:4}")
                  $(printf "'%s' " "${all_peers[@]:4}")
  --rounds N      by default 5; the peers take turns in each
  --size BYTES    of the larger datadirs; by default 4 GB, with --link 1 GB
  --no-sync       the clock stops when the data has arrived, not when it is on disk
  --folder DIR    where the datadirs are; by default \$TMPDIR or /var/tmp; better no tmpfs
  --agent FILE    the bin/orchestrator-agent to measure; by default it is built if needed
  --json FILE     write the results there as well, as JSON lines
  --strict        a target that is not reached is a failure

Needs root, a JDK 17, Maven, and twice the size of a datadir in the folder. What else is missing
is installed. The source's files are in the page cache. A copy that differs is a failure.
CPU seconds are those of both sides' processes; "machine" is all that both hosts' machine did.
USAGE
}

# value WORD…: the second word, which the first one, an option, needs.
value() {
  (($# > 1)) || wrong_usage "$1 needs a value"
  printf '%s' "$2"
}

# number WORD…: the same, if it is one.
number() {
  local given
  given=$(value "$@")
  [[ $given =~ ^[1-9][0-9]{0,11}$ ]] || wrong_usage "$1 needs a number"
  echo "$given"
}

# one_of WORD VALUE NAME…: the value, if it is one of the names.
one_of() {
  local known
  for known in "${@:3}"; do
    [[ $known != "$2" ]] || return 0
  done
  wrong_usage "$1 can't be $2"
}

read_options() {
  while (($#)); do
    case $1 in
      --quick) quick=1 ;;
      --large) large=1 ;;
      --strict) strict=1 ;;
      --no-sync) synced= ;;
      --case | --peer | --rounds | --size | --folder | --link | --json | --agent)
        read_value "$@"
        shift
        ;;
      -h | --help)
        bench_usage
        exit
        ;;
      *) wrong_usage "unknown option $1" ;;
    esac
    shift
  done
}

# read_value OPTION VALUE …
read_value() {
  local given
  given=$(value "$@") || exit
  case $1 in
    --case)
      one_of "$1" "$given" "${small_cases[@]}" "${large_cases[@]}" line
      cases+=("$given")
      ;;
    --peer)
      one_of "$1" "$given" "${all_peers[@]}"
      peers+=("$given")
      ;;
    --rounds) rounds=$(number "$@") || exit ;;
    --size) size=$(number "$@") || exit ;;
    --folder) parent=$(realpath -e "$given") || wrong_usage "--folder needs a folder that there is" ;;
    --link)
      [[ $given =~ ^[1-9][0-9]*[mg]bit$ ]] || wrong_usage "--link needs a rate such as 1gbit"
      link=$given
      ;;
    --json) : > "$given" && json=$(realpath "$given") || wrong_usage "--json needs a file that can be written" ;;
    --agent)
      agent=$(realpath -e "$given") && [[ -x $agent ]] || wrong_usage "--agent needs a program"
      archive=
      ;;
  esac
}

# complete_options: what was not given.
complete_options() {
  ((${#peers[@]})) || peers=("${all_peers[@]}")
  if ((${#cases[@]} == 0)); then
    if [[ -n $link ]]; then cases=(compressible incompressible); else cases=("${small_cases[@]}"); fi
    [[ -z $large ]] || cases+=("${large_cases[@]}")
  fi
  if [[ -n $link && " ${cases[*]} " != *' line '* ]]; then
    cases=(line "${cases[@]}")
  fi
  if [[ -n $quick ]]; then
    rounds=1
    size=${size:-40000000}
    small_count=2000
    mariadb_rows=10000
  fi
  : "${size:=$([[ -n $link ]] && echo 1000000000 || echo 4000000000)}"
}

bench() {
  read_options "$@"
  complete_options
  local -a tools=(
    nc.openbsd:netcat-openbsd socat:socat rsync:rsync zstd:zstd tar:tar openssl:openssl jq:jq curl:curl
    ip:iproute2 tc:iproute2 java:default-jre-headless
  )
  if [[ " ${cases[*]} " == *' mariadb '* ]]; then
    tools+=(mariadbd:mariadb-server mariadb-install-db:mariadb-server mariadb:mariadb-client mariadb-admin:mariadb-client)
    # shellcheck source=dev/lib/mariadb.sh
    . "$root/dev/lib/mariadb.sh"
  fi
  [[ -z $archive ]] || tools+=(javac:default-jdk-headless mvn:maven)
  ((EUID == 0)) || fail "network namespaces need root"
  need_packages "${tools[@]}"
  need_room "$(bench_megabytes)"
  [[ -z $archive ]] || build
  set_up_work
  undoing+=(remove_hosts close_accounts)
  open_accounts
  make_hosts
  [[ -z $link ]] || limit_link "$link"
  mkdir -p "$work"/{source,target}/data "$work/source/snapshots"
  prepare_copies
  start_all_agents
  local case
  for case in "${cases[@]}"; do
    measure_case "$case"
  done
  finish_bench
}

# start_all_agents: of the peers that have any.
start_all_agents() {
  local peer
  [[ " ${peers[*]} " != *' stream tls '* ]] || certificates
  for peer in "${peers[@]}"; do
    [[ $peer != stream* ]] || start_agents_for "$peer"
  done
}

# finish_bench: shows what was measured and cleans up.
finish_bench() {
  local status=0
  derive_results > "$work/medians"
  show_results
  [[ -z $json ]] || write_json > "$json"
  show_targets || status=$?
  end_processes
  undo
  rm -rf "$work"
  trap - EXIT
  [[ -z $strict ]] || exit "$status"
}

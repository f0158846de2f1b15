# shellcheck shell=bash
# The options of dev/bench wire. Needs common.sh.
: "${root:?}" "${name:?}"

all_peers=('tar|nc' 'tar|socat' rsync 'tar|zstd|nc' 'stream raw' 'stream zstd' 'stream tls')
small_cases=(generated compressible incompressible small mariadb)
large_cases=(large-data large-files)
peers=()
cases=()
rounds=
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
usage: dev/bench wire [OPTION]…   copies datadirs between two hosts
  --quick         see whether it works: small sizes, one round, under two minutes
  --link RATE     over a link of, for example, 1gbit: compressible and incompressible
  --large         also 16 GB and 200,000 files, by stream alone: what memory it takes
  --case NAME     only this one; can be repeated: generated compressible incompressible small
                  mariadb large-data large-files line
  --peer NAME     only this one; can be repeated: 'tar|nc' 'tar|socat' rsync 'tar|zstd|nc'
                  'stream raw' 'stream zstd' 'stream tls'
  --rounds N      by default 5; the peers take turns in each
  --size BYTES    of the larger datadirs; by default 4 GB, with --link 2 GB
  --no-sync       the clock stops when the data has arrived, not when it is on disk
  --folder DIR    where the datadirs are; by default \$TMPDIR or /var/tmp; better no tmpfs
  --agent FILE    the bin/orchestrator-agent to measure; by default it is built if needed
  --json FILE     write the results there as well, as JSON lines
  --strict        a target that is not reached is a failure

The hosts are network namespaces. The source's files are in the page cache. CPU s/GB is what the
processes of both sides took, machine what the whole machine did meanwhile; MB and GB are decimal.
A copy that differs is a failure, and a target that is not reached only with --strict.

Needs root, a JDK 17, Maven, and twice the size of a datadir in the folder. What else is missing
is installed. Leaves nothing behind, but the logs if it fails.
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
    rounds=${rounds:-1}
    size=${size:-40000000}
    small_count=2000
    mariadb_rows=10000
  fi
  : "${rounds:=5}"
  : "${size:=$([[ -n $link ]] && echo 2000000000 || echo 4000000000)}"
}

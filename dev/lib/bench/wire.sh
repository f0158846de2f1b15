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
# shellcheck source=dev/lib/bench/copies.sh
. "$root/dev/lib/bench/copies.sh"
# shellcheck source=dev/lib/bench/stream.sh
. "$root/dev/lib/bench/stream.sh"
# shellcheck source=dev/lib/bench/results.sh
. "$root/dev/lib/bench/results.sh"

all_peers=('tar|nc' 'tar|socat' rsync 'tar|zstd|nc' 'stream raw' 'stream zstd' 'stream tls')
all_cases=(generated compressible incompressible small)
peers=()
cases=()
rounds=5
size=4000000000
small_count=100000
synced=1

bench() {
  while (($#)); do
    case $1 in
      --case) cases+=("$2"); shift ;;
      --peer) peers+=("$2"); shift ;;
      --rounds) rounds=$2; shift ;;
      --size) size=$2; shift ;;
      --folder) parent=$2; shift ;;
      --no-sync) synced= ;;
      *) wrong_usage "unknown option $1" ;;
    esac
    shift
  done
  ((${#peers[@]})) || peers=("${all_peers[@]}")
  ((${#cases[@]})) || cases=("${all_cases[@]}")
  need_packages nc.openbsd:netcat-openbsd socat:socat rsync:rsync zstd:zstd tar:tar openssl:openssl jq:jq curl:curl ip:iproute2
  build
  set_up_work
  undoing+=(remove_hosts close_accounts)
  open_accounts
  make_hosts
  mkdir -p "$work/source/snapshots" "$work/target/data" "$work/source/data"
  prepare_copies
  [[ " ${peers[*]} " != *' stream tls '* ]] || certificates
  local peer case round
  for peer in "${peers[@]}"; do
    [[ $peer != stream* ]] || start_agents_for "$peer"
  done
  for case in "${cases[@]}"; do
    step "generating the datadir $case"
    run make_datadir "$case" "$work/source/snapshots/$case" "$size"
    bytes=$(bytes_of "$work/source/snapshots/$case")
    for ((round = 1; round <= rounds; round++)); do
      for peer in "${peers[@]}"; do
        measure "$case" "$peer" "$round"
      done
    done
    rm -rf "$work/source/snapshots/$case"
  done
  medians
  end_processes
  undo
  rm -rf "$work"
  trap - EXIT
}

# measure CASE PEER ROUND: one copy.
measure() {
  local began ended machine from=$work/source/snapshots/$1 to=$work/target/data role kind=copies
  local -A used=()
  [[ $2 != stream* ]] || kind=$2
  find "$to" -mindepth 1 -delete
  sync -f "$work"
  cat_all "$from"
  for role in source target; do
    used[$role]=$(account "$kind-$role")
  done
  machine=$(machine_time)
  if [[ $kind == copies ]]; then copy "$2" "$from"; else seed_by "$2" "$from"; fi
  machine=$(($(machine_time) - machine))
  for role in source target; do
    used[$role]=$(($(account "$kind-$role") - used[$role]))
  done
  note_run "$1" "$2" $((${ended/./} - ${began/./})) $((used[source] + used[target])) "$machine"
  if [[ $kind != copies ]]; then
    for role in source target; do
      note "$1" "$2" "peak_rss_mb_$role" "$(peak_memory "$2" "$role")"
    done
    seed_is_done "$2"
  fi
  local content=
  (($3 > 1)) || content=content
  require_same "$from" "$to" "$2" $content
}

# cat_all FOLDER: so that it is in the page cache.
cat_all() {
  find "$1" -type f -exec cat {} + > /dev/null
}

# note_run CASE PEER MICROSECONDS CPU-MICROSECONDS MACHINE-MICROSECONDS
note_run() {
  local speed cpu machine
  read -r speed cpu machine < <(awk -v bytes="$bytes" -v wall="$3" -v cpu="$4" -v machine="$5" \
    'BEGIN {printf "%.1f %.3f %.3f\n", bytes / wall, cpu / bytes * 1e3, machine / bytes * 1e3}')
  note "$1" "$2" wall_seconds "$(awk -v wall="$3" 'BEGIN {print wall / 1e6}')"
  note "$1" "$2" throughput_mb_per_second "$speed"
  note "$1" "$2" cpu_seconds_per_gb "$cpu"
  note "$1" "$2" machine_cpu_seconds_per_gb "$machine"
  step "$1, $2: $speed MB/s, $cpu CPU seconds/GB, the machine $machine"
}

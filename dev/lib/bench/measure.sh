# shellcheck shell=bash
# One case: its datadir, copied by the peers in turns. Needs the rest of dev/lib/bench.
: "${work:=}" "${link:=}" "${rounds:=}" "${synced:=}" "${size:=}"

# bench_megabytes: what the largest of the cases takes, twice, or as often as it is copied.
bench_megabytes() {
  local case most=0 bytes
  for case in "${cases[@]}"; do
    bytes=$(case_bytes "$case")
    [[ $case != small ]] || ((bytes *= ${#peers[@]} * rounds / 2 + 1))
    [[ $case != large-files ]] || ((bytes *= ${#peers[@]} / 2 + 1))
    ((bytes <= most)) || most=$bytes
  done
  echo $((most * 2 / 1000000 + 500))
}

# measure_case CASE: notes it as CASE, or CASE@LINK.
measure_case() {
  local peer round bytes files case=$1 label=$1${link:+@$link} from=$work/source/snapshots/$1 to=$work/target/data
  local -a those=("${peers[@]}")
  local turns=$rounds
  if [[ $case == line ]]; then
    for ((round = 1; round <= turns; round++)); do
      measure_line "$label" "$round"
    done
    return
  fi
  if [[ $case == large-* ]]; then
    turns=1
    mapfile -t those < <(printf '%s\n' "${peers[@]}" | grep '^stream')
  fi
  step "generating the datadir of the case $case"
  run make_datadir "$case" "$from" || fail "could not make the datadir of the case $case"
  read -r bytes files < <(find "$from" -type f -printf '%s\n' | awk '{all += $1} END {printf "%.0f %d\n", all, NR}')
  printf '%s\t%s\t%s\n' "$label" "$bytes" "$files" >> "$work/sizes"
  for ((round = 1; round <= turns; round++)); do
    for peer in "${those[@]}"; do
      measure "$peer" "$round"
    done
  done
  empty_target
  rm -rf "$from" "$work/target/aside"
}

# empty_target: many files are only set aside. For minutes ext4 looks at every inode that was deleted before it takes
# another, which would cost the next copy more than all the rest.
empty_target() {
  local aside
  if [[ $case == small || $case == large-files ]]; then
    mkdir -p "$work/target/aside"
    aside=$(mktemp -d "$work/target/aside/copy.XXXXXX")
    find "$to" -mindepth 1 -maxdepth 1 -exec mv -t "$aside" {} +
  else
    find "$to" -mindepth 1 -delete
  fi
}

# measure PEER ROUND: one copy of the case.
measure() {
  local began ended machine role
  local -A used=()
  empty_target
  # The next one need not write what this one has left, and finds the source in the page cache.
  sync -f "$to"
  [[ $case == large-data ]] || find "$from" -type f -exec cat {} + > /dev/null
  if [[ $1 == stream* ]]; then seed_by "$1" "$from"; else copy "$1" "$from"; fi
  note_times "$1" "$2"
  if [[ $1 == stream* ]]; then
    for role in source target; do
      note "$label" "$1" "peak_rss_mb_$role" "$2" "$(peak_memory "$1" "$role")"
    done
    seed_is_done "$1"
  fi
  if (($2 == 1)); then
    require_same "$from" "$to" "$1" content
  else
    require_same "$from" "$to" "$1"
  fi
}

# measure_line LABEL ROUND: what the link can carry.
measure_line() {
  local began ended machine bytes=2000000000
  local -A used=()
  [[ -z $link ]] || bytes=250000000
  copy_zeros "$bytes"
  note "$1" 'zeros|nc' throughput_mb_per_second "$2" "$(quotient "$bytes" "$(spent)")"
  step "$1: $(quotient "$bytes" "$(spent)") MB/s"
}

# begin ACCOUNT: the clock starts; the caller has began, machine and used.
begin() {
  local role
  for role in source target; do
    used[$role]=$(account "$1-$role")
  done
  machine=$(machine_time)
  began=$EPOCHREALTIME
}

# finish ACCOUNT: and it stops.
finish() {
  local role
  ended=$EPOCHREALTIME
  machine=$(($(machine_time) - machine))
  for role in source target; do
    used[$role]=$(($(account "$1-$role") - used[$role]))
  done
}

# spent: microseconds by the clock.
spent() {
  echo $((${ended/./} - ${began/./}))
}

# quotient A B [FACTOR]
quotient() {
  awk -v a="$1" -v b="$2" -v factor="${3-1}" 'BEGIN {printf "%.4f\n", a / b * factor}'
}

# note_times PEER ROUND: and shows them.
note_times() {
  local cpu=$((used[source] + used[target])) speed
  speed=$(quotient "$bytes" "$(spent)")
  note "$label" "$1" wall_seconds "$2" "$(quotient "$(spent)" 1000000)"
  note "$label" "$1" throughput_mb_per_second "$2" "$speed"
  note "$label" "$1" cpu_seconds_per_gb "$2" "$(quotient "$cpu" "$bytes" 1000)"
  note "$label" "$1" machine_cpu_seconds_per_gb "$2" "$(quotient "$machine" "$bytes" 1000)"
  step "$label, round $2, $1: $(printf '%.0f MB/s' "$speed")"
}

# shellcheck shell=bash
# Seeds of one MariaDB server by each of the methods. Needs common.sh.
: "${root:?}" "${name:?}"
# shellcheck source=dev/lib/packages.sh
. "$root/dev/lib/packages.sh"
# shellcheck source=dev/lib/workplace.sh
. "$root/dev/lib/workplace.sh"
# shellcheck source=dev/lib/distribution.sh
. "$root/dev/lib/distribution.sh"
# shellcheck source=dev/lib/agents.sh
. "$root/dev/lib/agents.sh"
# shellcheck source=dev/lib/mariadb.sh
. "$root/dev/lib/mariadb.sh"
# shellcheck source=dev/lib/bench/cpu.sh
. "$root/dev/lib/bench/cpu.sh"

all_methods=(stream xtrabackup mydumper mysqldump)
seeds=0

methods_usage() {
  cat << USAGE
usage: dev/bench methods [OPTION]…   seeds a MariaDB server by each method
  --method NAME   only this one; can be repeated: ${all_methods[*]}
  --rows N        rows of the largest table, about 100 bytes each; by default 5000000
  --rounds N      by default 3; the methods take turns in each
  --agent FILE    the bin/orchestrator-agent to measure; by default it is built if needed
  --json FILE     write the results there as well, as JSON lines

Two packaged agents and two servers on 127.0.0.2 and 127.0.0.3. stream copies a snapshot, which is a copy
of the stopped server's files; the others copy from the running one. The clock runs from the call to the
receiver until the seed has succeeded: loaded, prepared, on disk. MB/s is of the source's datadir, in
decimal megabytes; CPU s/GB what the whole machine did meanwhile, the servers included. After each seed
the target's server is started, and in the first round its tables are compared with the source's.

Needs root, a JDK 17, Maven and about three times the datadir below \$TMPDIR (by default /var/tmp). What
else is missing is installed. Leaves nothing behind, but the logs if it fails.
USAGE
}

read_methods_options() {
  methods=() rows=5000000 rounds=3 json= given=
  while (($#)); do
    case $1 in
      --method)
        [[ " ${all_methods[*]} " == *" ${2-} "* ]] || wrong_usage "--method is one of ${all_methods[*]}"
        methods+=("$2")
        ;;
      --rows | --rounds)
        [[ ${2-} =~ ^[1-9][0-9]{0,8}$ ]] || wrong_usage "$1 needs a number"
        if [[ $1 == --rows ]]; then rows=$2; else rounds=$2; fi
        ;;
      --agent)
        given=$(realpath -e "${2-}") && [[ -x $given ]] || wrong_usage "--agent needs a program"
        agent=$given
        ;;
      --json) : > "${2-}" && json=$(realpath "$2") || wrong_usage "--json needs a file that can be written" ;;
      -h | --help)
        methods_usage
        exit
        ;;
      *) wrong_usage "unknown option $1" ;;
    esac
    shift 2
  done
  ((${#methods[@]})) || methods=("${all_methods[@]}")
}

# bench OPTION…
bench() {
  read_methods_options "$@"
  ((EUID == 0)) || fail "a server of user mysql needs root"
  need_packages javac:default-jdk-headless mvn:maven jq:jq curl:curl \
    mariadbd:mariadb-server mariadb-install-db:mariadb-server mariadb:mariadb-client mariadb-admin:mariadb-client \
    mariadb-backup:mariadb-backup mbstream:mariadb-backup mydumper:mydumper
  need_room $((rows / 2500 + 2000))
  [[ $given ]] || build
  set_up_work
  mkdir -p "$work"/{source,target}/{data,snapshots,mount}
  source_port=$(free_port) target_port=$(free_port)
  prepare_data
  more_rows
  configure
  step "starting two agents"
  start_agents
  await_both
  local method round
  for ((round = 1; round <= rounds; round++)); do
    for method in "${methods[@]}"; do
      measure_seed "$method" "$round"
    done
  done
  show_methods
  [[ -z $json ]] || methods_json > "$json"
  end_processes
  rm -rf "$work"
  trap - EXIT
}

# more_rows: into the running server, and from there into the snapshot.
more_rows() {
  step "loading $rows rows more"
  run sql source "USE shop; CREATE TABLE payments (id BIGINT PRIMARY KEY, payer INT, paid DATETIME(3), amount DECIMAL(12, 2),
    reference VARCHAR(40), proof BINARY(16), KEY (payer)) ENGINE = InnoDB SELECT seq AS id, 1 + seq * 7919 % 100000 AS payer,
    DATE_ADD('2010-01-01', INTERVAL seq * 17 SECOND) AS paid, seq * 13 % 99991 / 100 AS amount,
    CONCAT('invoice ', seq * 31) AS reference, UNHEX(MD5(seq)) AS proof FROM seq_1_to_$rows" || fail "could not load the rows"
  "$work/source/mysql-service" stop || fail "the source's MariaDB did not stop"
  while [[ -e $work/source/run/pid ]]; do sleep 0.1; done
  rm -rf "$work/source/snapshots/nightly/data"
  run cp -a --reflink=auto "$work/source/data" "$work/source/snapshots/nightly/"
  "$work/source/mysql-service" start || fail "the source's MariaDB did not start"
  bytes=$(du -sb "$work/source/data" | cut -f 1)
}

# configure: both agents, with every method.
configure() {
  local role seed_port
  seed_port=$(free_port)
  (umask 077 && head -c 32 /dev/urandom | base64 > "$work/secret")
  write_config source "$source_host" 1 "$seed_port" "$source_port"
  write_config target "$target_host" 1 "$seed_port" "$target_port"
  for role in source target; do
    jq --arg work "$work" '.SeedSecretFile = $work + "/secret" | .SeedSources = ["snapshots", "live:xtrabackup", "live:mydumper", "live:mysqldump"]
      | .SeedReceiveTransports = ["stream", "xtrabackup", "mydumper", "mysqldump"]
      | .Plugins.Enabled += ["xtrabackup", "mydumper", "mysqldump"] | .Plugins.Settings.mydumper = {SpoolDirectory: $work}' \
      "$work/$role/agent.conf.json" > "$work/$role/more" && mv "$work/$role/more" "$work/$role/agent.conf.json"
  done
}

await_both() {
  local role tries=600
  for role in source target; do
    until [[ -s $work/$role/state/address && -s $work/$role/state/token ]]; do
      ((tries--)) || fail "the agent of the $role does not serve, see its log"
      sleep 0.1
    done
  done
}

# ask ROLE COMMAND: prints the answer.
ask() {
  local state=$work/$1/state mark='?' answer
  [[ $2 != *'?'* ]] || mark='&'
  answer=$(curl -sS --max-time 60 -w '\n%{http_code}' "$(< "$state/address")/api/$2${mark}token=$(< "$state/token")")
  [[ ${answer##*$'\n'} == 200 ]] || fail "the agent of the $1 answered $2 with $answer"
  printf '%s' "${answer%$'\n'*}"
}

# measure_seed METHOD ROUND
measure_seed() {
  local began ended machine id=$((++seeds)) volume=live:$1 seconds state
  [[ $1 != stream ]] || volume=$work/source/snapshots/nightly
  ask target mysql-stop > /dev/null
  ask target delete-mysql-datadir > /dev/null
  ask source "mountlv?lv=$volume" > /dev/null
  sync -f "$work"
  machine=$(machine_time) began=$EPOCHREALTIME
  ask target "receive-mysql-seed-data/$id" > /dev/null
  ask source "send-mysql-seed-data/$target_host/$id" > /dev/null
  until [[ $(ask target "seed-command-completed/$id") == true ]]; do sleep 0.25; done
  ended=$EPOCHREALTIME machine=$(($(machine_time) - machine))
  state=$(ask target seeds | jq -r --argjson id "$id" '.[] | select(.SeedId == $id) | .State + " " + .Reason')
  [[ $state == SUCCEEDED* ]] || fail "$1: $state"
  seconds=$(awk -v us=$((${ended/./} - ${began/./})) 'BEGIN {printf "%.2f", us / 1e6}')
  until [[ $(ask source seeds | jq -r --argjson id "$id" '.[] | select(.SeedId == $id).State') != RUNNING ]]; do sleep 0.25; done
  ask source umount > /dev/null
  printf '%s\t%s\t%s\n' "$1" "$seconds" "$(awk -v us="$machine" -v b="$bytes" 'BEGIN {printf "%.2f", us / b * 1000}')" >> "$work/measured"
  step "round $2, $1: $seconds s"
  ask target mysql-start > /dev/null
  (($2 > 1)) || require_same_tables "$1"
}

# require_same_tables METHOD: rows and checksums, which are of no use for columns that are computed.
require_same_tables() {
  tables_of source > "$work/source/tables"
  tables_of target > "$work/target/tables"
  diff --label source --label target -U 0 "$work"/{source,target}/tables || fail "$1 has left another server, see above"
  (($(wc -l < "$work/source/tables") > 1)) || fail "the source has no tables"
}

# method_medians: lines of method, seconds and CPU s/GB.
method_medians() {
  local method column
  for method in "${methods[@]}"; do
    printf '%s' "$method"
    for column in 2 3; do
      awk -F '\t' -v m="$method" -v c="$column" '$1 == m {print $c}' "$work/measured" | sort -n \
        | awk '{v[NR] = $1} END {printf "\t%.2f", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'
    done
    echo
  done
}

show_methods() {
  printf '\n%.2f GB, medians of %d\n' "$(awk -v b="$bytes" 'BEGIN {print b / 1e9}')" "$rounds"
  printf '%-12s %9s %7s %10s\n' '' seconds MB/s 'CPU s/GB'
  method_medians | awk -F '\t' -v b="$bytes" '{printf "%-12s %9.2f %7.0f %10.2f\n", $1, $2, b / 1e6 / $2, $3}'
}

methods_json() {
  method_medians | jq -R -c --argjson rounds "$rounds" --argjson bytes "$bytes" 'split("\t") as [$peer, $seconds, $cpu]
    | {bench: "methods", case: "mariadb", peer: $peer, rounds: $rounds} +
      ({metric: "wall_seconds", value: ($seconds | tonumber), unit: "s"},
       {metric: "throughput_mb_per_second", value: ($bytes / 1e6 / ($seconds | tonumber)), unit: "MB/s"},
       {metric: "machine_cpu_seconds_per_gb", value: ($cpu | tonumber), unit: "s/GB"})'
}

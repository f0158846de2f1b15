# shellcheck shell=bash
# The packaged agents that stay up for all rounds: two for each way of stream. They are driven by their API, as orchestrator does.
# Needs common.sh, workplace.sh, network.sh, measure.sh and distribution.sh.
: "${work:=}" "${synced:=}" "${agent:?}" "${root:?}" "${host_address[source]:=}"

seed_port=4445
seed_id=0
declare -A agent_pid=()

# certificates: an authority and one for each host, in $work/tls.
certificates() {
  local role tls=$work/tls
  mkdir -p "$tls"
  {
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=bench -keyout "$tls/ca.key" -out "$tls/ca.pem"
    for role in source target; do
      openssl req -newkey rsa:2048 -nodes -subj "/CN=$role" -keyout "$tls/$role.key" -out "$tls/$role.csr"
      openssl x509 -req -days 2 -in "$tls/$role.csr" -CA "$tls/ca.pem" -CAkey "$tls/ca.key" -CAcreateserial \
        -extfile <(echo "subjectAltName=IP:${host_address[$role]}") -out "$tls/$role.pem"
    done
  } > "$work/logs/openssl.log" 2>&1 || fail "openssl failed; see $work/logs/openssl.log"
  chmod 600 "$tls"/*.key
}

# way_of PEER ROLE: what its configuration has beyond the others'.
way_of() {
  case $1 in
    'stream raw') echo '{"SeedCompression": "off"}' ;;
    'stream zstd') echo '{"SeedCompression": "auto"}' ;;
    'stream tls')
      echo "{\"SeedCompression\": \"off\", \"SeedTls\": true, \"SSLCertFile\": \"$work/tls/$2.pem\"," \
        "\"SSLPrivateKeyFile\": \"$work/tls/$2.key\", \"SSLCAFile\": \"$work/tls/ca.pem\"}"
      ;;
    *) fail "there is no peer $1" ;;
  esac
}

# start_agents_for PEER: nothing answers at AgentsServer, which does not matter to them.
start_agents_for() {
  local role home
  for role in source target; do
    home=$work/$role/${1// /-}
    mkdir -p "$home"
    printf '[mysqld]\ndatadir = %s\nlog-error = %s\n' "$work/$role/data" "$home/mysql.log" > "$home/my.cnf"
    : > "$home/mysql.log"
    install -m 755 "$root/dev/lib/played-service" "$home/mysql-service"
    jq --argjson way "$(way_of "$1" "$role")" '. + $way' > "$home/agent.conf.json" << JSON
{
  "AgentsServer": "http://127.0.0.1:1",
  "Hostname": "${host_address[$role]}",
  "HTTPListenAddress": "${host_address[$role]}",
  "HTTPPort": 0,
  "SeedListenAddress": "${host_address[$role]}",
  "SeedPort": $seed_port,
  "StateDirectory": "$home/state",
  "SnapshotMountPoint": "$home/mount",
  "MySQLDefaultsFile": "$home/my.cnf",
  "MySQLDatadirCommand": "echo $work/$role/data",
  "MySQLPortCommand": "echo 3306",
  "MySQLServiceStatusCommand": "$home/mysql-service status",
  "MySQLServiceStartCommand": "$home/mysql-service start",
  "MySQLServiceStopCommand": "$home/mysql-service stop",
  "Plugins": {
    "Enabled": ["directory", "commands", "stream"],
    "Settings": {"directory": {"SnapshotDirectory": "$work/source/snapshots"}}
  }
}
JSON
    start on_host "$role" "$1-$role" "$agent" serve -config "$home/agent.conf.json" \
      > "$work/logs/${1// /-}-$role.log" 2>&1 < /dev/null
    agent_pid["$1-$role"]=${processes[-1]}
  done
  for role in source target; do
    await_agent "$1" "$role"
  done
}

# await_agent PEER ROLE: until it serves.
await_agent() {
  local tries=600 state=$work/$2/${1// /-}/state
  until [[ -s $state/address && -s $state/token ]]; do
    if ((tries-- == 0)) || ! kill -0 "${agent_pid["$1-$2"]}" 2> /dev/null; then
      tail -n 5 "$work/logs/${1// /-}-$2.log" >&2
      fail "the agent of the $2 does not serve, see above"
    fi
    sleep 0.1
  done
}

# call PEER ROLE COMMAND: sets answer to what the agent says.
call() {
  local state=$work/$2/${1// /-}/state mark='?'
  [[ $3 != *'?'* ]] || mark='&'
  answer=$(on_net "$2" curl -sS --max-time 60 -w '\n%{http_code}' "$(< "$state/address")/api/$3${mark}token=$(< "$state/token")") \
    || fail "the agent of the $2 did not answer $3"
  [[ ${answer##*$'\n'} == 200 ]] || fail "the agent of the $2 answered $3 with $answer"
  answer=${answer%$'\n'*}
}

# peak_memory PEER ROLE: the most megabytes of its agent that were in memory at once, since forget_memory.
peak_memory() {
  awk '$1 == "VmHWM:" {printf "%.1f\n", $2 * 1024 / 1e6}' "/proc/${agent_pid["$1-$2"]}/status"
}

# forget_memory PEER
forget_memory() {
  local role
  for role in source target; do
    echo 5 > "/proc/${agent_pid["$1-$role"]}/clear_refs"
  done
}

# await_seed PEER: until the target is done; fails if it failed. Seldom asks, as that takes CPU time from the seed.
await_seed() {
  call "$1" target "seed-command-completed/$seed_id"
  until [[ $answer == true ]]; do
    sleep 0.25
    call "$1" target "seed-command-completed/$seed_id"
  done
  await_end "$1" target
}

# await_end PEER ROLE: until it is over there; fails if it failed.
await_end() {
  local end='RUNNING '
  while [[ $end == 'RUNNING '* ]]; do
    call "$1" "$2" seeds
    end=$(jq -r --argjson id "$seed_id" '.[] | select(.SeedId == $id) | .State + " " + .Reason' <<< "$answer")
    [[ $end != 'RUNNING '* ]] || sleep 0.25
  done
  [[ $end == 'SUCCEEDED '* ]] || fail "$1 failed on the $2: $end"
}

# await_arrival PEER: until the target has nothing left to do but to sync.
await_arrival() {
  local now
  while true; do
    call "$1" target seeds
    now=$(jq -r --argjson id "$seed_id" '.[] | select(.SeedId == $id) | .State + " " + .Phase' <<< "$answer")
    [[ $now == 'RUNNING '* && $now != *' syncing to disk' ]] || return 0
    sleep 0.05
  done
}

# end_of_seed PEER: when the target had ended it by its own account, as EPOCHREALTIME.
end_of_seed() {
  call "$1" target seeds
  date -d "$(jq -r --argjson id "$seed_id" '.[] | select(.SeedId == $id).EndedAt' <<< "$answer")" +%s.%6N
}

# seed_by PEER FROM: measures one.
seed_by() {
  ((++seed_id))
  forget_memory "$1"
  call "$1" source "mountlv?lv=$2"
  call "$1" target delete-mysql-datadir
  call "$1" target "receive-mysql-seed-data/$seed_id"
  begin "$1"
  call "$1" source "send-mysql-seed-data/${host_address[target]}/$seed_id"
  if [[ -n $synced ]]; then
    await_seed "$1"
    finish "$1"
    ended=$(end_of_seed "$1")
  else
    await_arrival "$1"
    finish "$1"
    await_seed "$1"
  fi
  await_end "$1" source
}

# seed_is_done PEER: lets the source go.
seed_is_done() {
  call "$1" source umount
}

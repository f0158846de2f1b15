# shellcheck shell=bash
# The two agents of the demo. Needs common.sh, workplace.sh and distribution.sh.
: "${work:=}" "${agent:?}"

source_host=127.0.0.2
target_host=127.0.0.3

# write_config ROLE HOST ORCHESTRATOR-PORT SEED-PORT MYSQL-PORT: for $work/ROLE, with its datadir data and its mysql-service.
write_config() {
  local home=$work/$1
  cat > "$home/agent.conf.json" << JSON
{
  "AgentsServer": "http://127.0.0.1:$3",
  "Hostname": "$2",
  "HTTPListenAddress": "$2",
  "HTTPPort": 0,
  "SeedListenAddress": "$2",
  "SeedPort": $4,
  "StateDirectory": "$home/state",
  "SnapshotMountPoint": "$home/mount",
  "SnapshotHosts": ["$source_host"],
  "MySQLDefaultsFile": "$home/my.cnf",
  "MySQLDatadirCommand": "echo $home/data",
  "MySQLPortCommand": "echo $5",
  "MySQLServiceStatusCommand": "$home/mysql-service status",
  "MySQLServiceStartCommand": "$home/mysql-service start",
  "MySQLServiceStopCommand": "$home/mysql-service stop",
  "Plugins": {
    "Enabled": ["directory", "commands", "stream"],
    "Settings": {"directory": {"SnapshotDirectory": "$home/snapshots"}}
  }
}
JSON
}

# start_agents: both, in the background.
start_agents() {
  local role
  for role in source target; do
    start "$agent" serve -config "$work/$role/agent.conf.json" > "$work/logs/$role.log" 2>&1 < /dev/null
  done
}

# seed ORCHESTRATOR-PORT: the stand-in orchestrator seeds the target from the source; fails if an agent ends.
seed() {
  local status=0 ended
  start demo_program orchestrate --listen "127.0.0.1:$1" --source "$source_host" --target "$target_host" \
    --seconds-file "$work/seconds"
  # shellcheck disable=SC2154
  wait -n -p ended "${processes[@]}" || status=$?
  if [[ $ended != "${processes[-1]}" ]]; then
    tail -n 5 "$work"/logs/{source,target}.log >&2
    fail "an agent has ended by itself, with exit status $status; see above"
  fi
  unset 'processes[-1]'
  ((status == 0)) || fail "the seed failed, see above"
}

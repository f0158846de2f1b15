# shellcheck shell=bash
# What people use to copy a datadir. Needs common.sh, workplace.sh, network.sh and measure.sh.
# The first path is the datadir to copy, the second the one to make. Each is one shell command for either side.
: "${work:=}" "${synced:=}" "${host_address[target]:=}"

# Each copy has the next one: nc can't listen on one that was just in use.
copy_port=20000

# receiving PEER TO: the target's command, which ends with the copy; but rsync's, which is ended.
receiving() {
  local to=$2
  case $1 in
    'tar|nc') echo "nc.openbsd -l ${host_address[target]} $copy_port | tar -C $to -xpf -" ;;
    'tar|socat') echo "socat -u TCP-LISTEN:$copy_port,reuseaddr STDOUT | tar -C $to -xpf -" ;;
    'tar|zstd|nc') echo "nc.openbsd -l ${host_address[target]} $copy_port | zstd -dcq | tar -C $to -xpf -" ;;
    rsync) echo "exec rsync --daemon --no-detach --port=$copy_port --config=$work/rsyncd.conf" ;;
    *) fail "there is no peer $1" ;;
  esac
}

# sending PEER FROM: the source's.
sending() {
  local from=$2
  case $1 in
    'tar|nc') echo "tar -C $from -cf - . | nc.openbsd -N ${host_address[target]} $copy_port" ;;
    'tar|socat') echo "tar -C $from -cf - . | socat -u STDIN TCP:${host_address[target]}:$copy_port" ;;
    'tar|zstd|nc') echo "tar -C $from -cf - . | zstd -1 -T0 -cq | nc.openbsd -N ${host_address[target]} $copy_port" ;;
    rsync) echo "rsync -aHW --numeric-ids $from/ rsync://${host_address[target]}:$copy_port/datadir/" ;;
    *) fail "there is no peer $1" ;;
  esac
}

prepare_copies() {
  cat > "$work/rsyncd.conf" << CONF
address = ${host_address[target]}
use chroot = no
uid = 0
gid = 0
[datadir]
path = $work/target/data
read only = no
CONF
}

# on_shell ROLE ACCOUNT COMMAND: as on_host, one shell command, which fails with any part of it.
on_shell() {
  on_host "$1" "$2" bash -o pipefail -c "$3"
}

# copy PEER FROM: measures one.
copy() {
  local receive to=$work/target/data
  ((copy_port += 1))
  receive=$(receiving "$1" "$to")
  if [[ $1 == rsync ]]; then
    copy_by_service "$receive" "$(sending "$1" "$2")" "${synced:+sync -f $to}"
  else
    copy_by_command "$receive${synced:+ && sync -f $to}" "$(sending "$1" "$2")"
  fi || fail "$1 failed, see above"
}

# copy_zeros BYTES: measures one of zeros that nobody reads or writes.
copy_zeros() {
  ((copy_port += 1))
  copy_by_command "nc.openbsd -l ${host_address[target]} $copy_port > /dev/null" \
    "head -c $1 /dev/zero | nc.openbsd -N ${host_address[target]} $copy_port" || fail "zeros could not be sent, see above"
}

# copy_by_command RECEIVER SENDER: until both have ended.
copy_by_command() {
  local receiver status=0
  start on_shell target copies-target "$1" < /dev/null
  receiver=${processes[-1]}
  await_listener target "$copy_port"
  begin copies
  run on_shell source copies-source "$2" < /dev/null || status=$?
  ((status == 0)) || end "$receiver"
  wait "$receiver" || status=$?
  finish copies
  unset 'processes[-1]'
  return "$status"
}

# copy_by_service RECEIVER SENDER AFTERWARDS: until the sender has ended, and after it the target's last command, if any.
copy_by_service() {
  local receiver status=0
  start on_shell target copies-target "$1" < /dev/null
  receiver=${processes[-1]}
  await_listener target "$copy_port"
  begin copies
  run on_shell source copies-source "$2" < /dev/null || status=$?
  run on_shell target copies-target "${3:-:}" < /dev/null || status=$?
  finish copies
  end "$receiver"
  wait "$receiver" 2> /dev/null || true
  unset 'processes[-1]'
  return "$status"
}

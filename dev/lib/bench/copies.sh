# shellcheck shell=bash
# What people use to copy a datadir. Needs common.sh, workplace.sh, network.sh.
# The first path is the datadir to copy, the second the one to make. Each is one shell command for either side.
: "${work:=}" "${host_address[target]:=}"

copy_port=4444

# receiving PEER TO: the target's command, which ends with the copy; but rsync's, which is ended.
receiving() {
  local to=$2
  case $1 in
    'tar|nc') echo "nc.openbsd -l ${host_address[target]} $copy_port | tar -C $to -xpf -" ;;
    'tar|socat') echo "socat -u TCP-LISTEN:$copy_port,reuseaddr STDOUT | tar -C $to -xpf -" ;;
    'tar|zstd|nc') echo "nc.openbsd -l ${host_address[target]} $copy_port | zstd -dcq | tar -C $to -xpf -" ;;
    rsync) echo "exec rsync --daemon --no-detach --config=$work/rsyncd.conf" ;;
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
port = $copy_port
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

# copy PEER FROM: measures one, from the start of its sender on; sets began and ended.
copy() {
  local receiver status=0
  local receive to=$work/target/data
  receive=$(receiving "$1" "$to")
  [[ $1 == rsync || -z $synced ]] || receive="$receive && sync -f $to"
  start on_shell target copies-target "$receive" < /dev/null
  receiver=${processes[-1]}
  await_listener target "$copy_port"
  began=$EPOCHREALTIME
  run on_shell source copies-source "$(sending "$1" "$2")" < /dev/null || status=$?
  if [[ $1 == rsync ]]; then
    [[ -z $synced ]] || run on_shell target copies-target "sync -f $to" || status=$?
    ended=$EPOCHREALTIME
    end "$receiver"
    wait "$receiver" 2> /dev/null || true
  else
    ((status == 0)) || end "$receiver"
    wait "$receiver" || status=$?
    # shellcheck disable=SC2034
    ended=$EPOCHREALTIME
  fi
  unset 'processes[-1]'
  ((status == 0)) || fail "$1 failed with exit status $status, see above"
}

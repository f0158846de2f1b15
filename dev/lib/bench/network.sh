# shellcheck shell=bash
# Two hosts, source and target: network namespaces with a cable between them. Needs common.sh and cpu.sh.

declare -A host_address=([source]=10.0.0.1 [target]=10.0.0.2)
declare -A namespace=()

# make_hosts: they are gone after remove_hosts.
make_hosts() {
  local role id
  printf -v id '%04x%04x' "$RANDOM" "$RANDOM"
  for role in source target; do
    namespace[$role]=bench-$id-$role
    ip netns add "${namespace[$role]}" || fail "could not make a network namespace: run it as root"
  done
  ip link add cable netns "${namespace[source]}" type veth peer name cable netns "${namespace[target]}" \
    || fail "could not make a pair of network interfaces"
  for role in source target; do
    on_net "$role" ip address add "${host_address[$role]}/24" dev cable
    on_net "$role" ip link set lo up
    on_net "$role" ip link set cable up
  done
}

remove_hosts() {
  local role
  for role in "${!namespace[@]}"; do
    ip netns delete "${namespace[$role]}" 2> /dev/null || true
  done
  namespace=()
}

# limit_link RATE: in both directions, such as 1gbit. A burst of 256 kB holds four of the largest packets.
limit_link() {
  local role
  for role in source target; do
    on_net "$role" tc qdisc replace dev cable root tbf rate "$1" burst 256kb latency 20ms \
      || fail "could not limit the link to $1"
  done
}

# on_net ROLE COMMAND…: with that host's network.
on_net() {
  nsenter "--net=/run/netns/${namespace[$1]}" -- "${@:2}"
}

# on_host ROLE ACCOUNT COMMAND…: the same, its CPU time counted by the account; replaces the shell it is called in.
on_host() {
  join_account "$2"
  exec nsenter "--net=/run/netns/${namespace[$1]}" -- "${@:3}"
}

# await_listener ROLE PORT: until somebody there listens on it.
await_listener() {
  local hex tries=500
  printf -v hex ':%04X 0+:0000 0A' "$2"
  until on_net "$1" cat /proc/net/tcp /proc/net/tcp6 | grep -E "$hex" > /dev/null; do
    ((tries--)) || fail "nobody listens on port $2 of the $1"
    sleep 0.01
  done
}

# shellcheck shell=bash
# Copies of datadirs between two hosts, by stream and by what else people use. Needs common.sh.
: "${root:?}" "${name:?}" "${link:=}" "${json:=}" "${strict:=}"
# shellcheck source=dev/lib/packages.sh
. "$root/dev/lib/packages.sh"
# shellcheck source=dev/lib/workplace.sh
. "$root/dev/lib/workplace.sh"
# shellcheck source=dev/lib/distribution.sh
. "$root/dev/lib/distribution.sh"
# shellcheck source=dev/lib/bench/options.sh
. "$root/dev/lib/bench/options.sh"
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

# bench OPTION…
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

# shellcheck shell=bash
# Installs what is missing, from Debian's packages. Needs common.sh.
: "${name:?}"

# missing_packages PROGRAM:PACKAGE…: the packages whose programs are not there.
missing_packages() {
  local pair
  for pair in "$@"; do
    command -v "${pair%%:*}" > /dev/null || printf '%s\n' "${pair#*:}"
  done
}

# need_packages PROGRAM:PACKAGE…: afterwards all programs are there, or the command has failed and said what to install.
need_packages() {
  local -a packages
  mapfile -t packages < <(missing_packages "$@" | sort -u)
  ((${#packages[@]})) || return 0
  command -v apt-get > /dev/null || fail "missing: ${packages[*]} (the names of Debian's packages); install them"
  ((EUID == 0)) || fail "missing; as root, run: apt-get install ${packages[*]}"
  printf '%s: installing %s\n' "$name" "${packages[*]}"
  local log
  log=$(mktemp)
  install_packages "${packages[@]}" > "$log" 2>&1 < /dev/null || true
  mapfile -t packages < <(missing_packages "$@" | sort -u)
  if ((${#packages[@]})); then
    tail -n 20 "$log" >&2
    fail "could not install ${packages[*]}; apt-get's whole output is in $log"
  fi
  rm -f "$log"
}

# install_packages PACKAGE…: its status says little, as a package may fail only for its service; look for the programs.
install_packages() {
  local -a apt=(apt-get -y -o DPkg::Lock::Timeout=120 -o Acquire::Retries=2)
  export DEBIAN_FRONTEND=noninteractive
  "${apt[@]}" update || true
  without_services "${apt[@]}" install --no-install-recommends "$@"
}

# without_services COMMAND…: runs it while packages may not start the services that come with them.
without_services() (
  policy=/usr/sbin/policy-rc.d
  if [[ ! -e $policy ]]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
  fi
  "$@"
)

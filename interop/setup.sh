#!/usr/bin/env bash
# Installs the tools of `npm run test:interop` on Debian. Everything but packages of apt goes to interop/.tools.
#
# PgBouncer keeps named prepared statements in transaction mode since 1.21, as Neon's pooler does. Debian 12 has 1.18, so that an
# older Debian builds PgBouncer from the source package of Debian 13.
set -euo pipefail
cd "$(dirname "$0")"
tools="$PWD/.tools"
needed=1.21
release=trixie
mkdir -p "$tools/bin"

schemathesis/setup.sh

version_of() { "$1" --version 2>/dev/null | sed -n 's/^PgBouncer \([0-9.]*\).*/\1/p'; }
is_new_enough() {
  local version
  version=$(version_of "$1") || return 1
  [ -n "$version" ] && [ "$(printf '%s\n%s\n' "$needed" "$version" | sort -V | head -n 1)" = "$needed" ]
}
install_packages() {
  local missing=()
  for package in "$@"; do
    dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
  done
  [ "${#missing[@]}" -eq 0 ] && return
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Fetches the source package of a later release, by lists of its own, so that apt on this machine goes on knowing its own release only.
build_pgbouncer() {
  local work
  work=$(mktemp -d)
  install_packages gcc libc6-dev make pkg-config libevent-dev debian-archive-keyring
  mkdir -p "$work/parts" "$work/lists/partial" "$work/source"
  cat >"$work/parts/source.sources" <<EOF
Types: deb-src
URIs: $(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m 1 '/debian/$')
Suites: $release
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
EOF
  local options=(
    -qq
    -o Dir::Etc::SourceList=/dev/null
    -o Dir::Etc::SourceParts="$work/parts"
    -o Dir::State::Lists="$work/lists"
    -o Dir::Cache::pkgcache=
    -o Dir::Cache::srcpkgcache=
    -o APT::Sandbox::User=root
  )
  apt-get "${options[@]}" update
  (
    cd "$work/source"
    apt-get "${options[@]}" source --download-only pgbouncer
    tar -xf pgbouncer_*.orig.tar.gz
    cd pgbouncer-*/
    # On loopback it needs neither TLS nor PAM.
    ./configure --without-openssl --without-cares --without-pam --without-systemd >"$tools/pgbouncer.log" 2>&1
    make -s pgbouncer >>"$tools/pgbouncer.log" 2>&1
    cp pgbouncer "$tools/bin/pgbouncer"
  )
  rm -rf "$work"
}

is_new_enough "$tools/bin/pgbouncer" && exit 0
install_packages pgbouncer
if is_new_enough "$(command -v pgbouncer)"; then
  ln -sf "$(command -v pgbouncer)" "$tools/bin/pgbouncer"
else
  build_pgbouncer
fi
version_of "$tools/bin/pgbouncer" >/dev/null

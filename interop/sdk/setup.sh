#!/usr/bin/env bash
# Installs the runtimes of the packed SDK into interop/.tools/sdk, and Chromium from apt. The versions and the hashes of npm's packages are pinned.
set -euo pipefail
cd "$(dirname "$0")"
tools=../.tools/sdk
mkdir -p "$tools"

if ! cmp -s package-lock.json "$tools/package-lock.json" || ! [ -x "$tools/node_modules/.bin/tsc" ]; then
  rm -rf "$tools/node_modules"
  cp package.json package-lock.json "$tools/"
  npm ci --prefix "$tools" --ignore-scripts --no-audit --no-fund --silent || { rm -f "$tools/package-lock.json"; exit 1; }
fi

if ! command -v chromium >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null
fi

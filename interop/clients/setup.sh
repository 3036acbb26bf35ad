#!/usr/bin/env bash
# Installs the generators of clients into interop/.tools/clients. The versions and the hashes of all packages are pinned.
set -euo pipefail
cd "$(dirname "$0")"
tools=../.tools/clients
mkdir -p "$tools"

../installPython.sh "$tools/python" python/requirements.txt openapi-python-client

if ! cmp -s package-lock.json "$tools/package-lock.json" || ! [ -x "$tools/node_modules/.bin/openapi-ts" ]; then
  rm -rf "$tools/node_modules"
  cp package.json package-lock.json "$tools/"
  npm ci --prefix "$tools" --ignore-scripts --no-audit --no-fund --silent || { rm -f "$tools/package-lock.json"; exit 1; }
fi

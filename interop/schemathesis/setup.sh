#!/usr/bin/env bash
# Installs schemathesis into a virtual environment below interop/.tools. The versions and the hashes of all packages are pinned.
set -euo pipefail
cd "$(dirname "$0")"
../installPython.sh ../.tools/schemathesis requirements.txt schemathesis

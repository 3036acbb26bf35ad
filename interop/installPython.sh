#!/usr/bin/env bash
# installPython.sh VENV REQUIREMENTS PROGRAM: installs the pinned packages into a virtual environment, unless they are there.
set -euo pipefail
venv=$1
requirements=$2
program=$3

installed() { cmp -s "$requirements" "$venv/installed.txt" && "$venv/bin/$program" --version >/dev/null 2>&1; }
is_supported() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

if installed; then exit 0; fi
python=''
for candidate in python3.11 python3.12 python3.13 python3; do
  if is_supported "$candidate"; then python=$candidate && break; fi
done
if [ -z "$python" ]; then
  echo 'Python 3.11 or newer with its module venv is missing: install it (Debian: apt-get install python3 python3-venv).' >&2
  exit 1
fi
rm -rf "$venv"
"$python" -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "$requirements"
cp "$requirements" "$venv/installed.txt"

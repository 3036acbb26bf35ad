#!/usr/bin/env bash
# Installs moto, cfn-lint and checkov into virtual environments below interop/.tools. The versions and the hashes of all packages are pinned.
# checkov needs other versions of boto3 than moto, and so has its own environment.
set -euo pipefail
cd "$(dirname "$0")"
../installPython.sh ../.tools/moto requirements.txt cfn-lint
../installPython.sh ../.tools/checkov checkov.txt checkov

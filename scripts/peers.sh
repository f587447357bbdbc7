#!/usr/bin/env bash
# A whole complaint through a real Kannel with its fake SMSC, and through a real gammu-smsd with a dummy phone.
# As root it installs Debian's packages; what cannot be had is left out, and the last lines say so.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "$(id -u)" = 0 ] && ! { command -v bearerbox && command -v gammu-smsd; } >/dev/null; then
  apt-get update -qq || true
  apt-get install -y -qq --no-install-recommends kannel kannel-extras gammu-smsd libdbd-sqlite3 >/dev/null || true
fi
status=0
timeout 300 .venv/bin/python -m pytest -m peer tests/test_peers.py || status=$?
[ "$status" = 5 ] || exit "$status" # 5: everything was left out

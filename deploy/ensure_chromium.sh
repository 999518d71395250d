#!/bin/sh
# Finds a Chromium for the pilots, or installs Debian's where we may. $1: the Python of the virtual environment.
set -eu
python=$1
find_chromium() {
  "$python" -c '
import os, sys
from automation.browser.base import BrowserMissing
from automation.browser.find import find_chromium
try:
    find_chromium(os.environ.get("BROWSER_EXECUTABLE"))
except BrowserMissing as error:
    sys.exit(str(error))'
}
if find_chromium 2>/dev/null; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "No hay Chromium en esta máquina: se instala el paquete chromium de Debian…"
  log=$(mktemp)
  if apt-get update -qq >"$log" 2>&1 &&
     DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation >>"$log" 2>&1
  then rm -f "$log"; exit 0; fi
  tail -n 5 "$log" >&2; rm -f "$log"
fi
find_chromium  # says in one line how to get one, and fails

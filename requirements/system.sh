#!/bin/sh
# Installs the system's libraries and fonts where they are missing, and the packages that it is given. Says what to do where it cannot.
set -eu

packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-core fonts-noto-cjk poppler-utils qpdf python3-venv $*"

if [ "$(uname)" = Darwin ]; then
  command -v brew >/dev/null && brew list pango >/dev/null 2>&1 && exit 0
  echo "Install Pango and the fonts first: brew install pango font-noto-sans font-noto-serif font-noto-sans-cjk poppler qpdf" >&2
  exit 1
fi

if ! command -v dpkg-query >/dev/null; then
  echo "This is not Debian or Ubuntu. Install Pango, HarfBuzz-Subset, fontconfig and the Noto fonts with your system's tools." >&2
  exit 0
fi

missing=""
for package in $packages; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

echo "Installing:$missing"
if [ "$(id -u)" = 0 ]; then as_root=""; else as_root="sudo"; fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq

there=""
for package in $missing; do
  if apt-cache show "$package" >/dev/null 2>&1; then there="$there $package"
  else echo "Your system has no package $package: see what \`letters check\` says of it." >&2; fi
done
# shellcheck disable=SC2086 # the list is meant to be split
[ -z "$there" ] || $as_root apt-get install -qq -y --no-install-recommends $there >/dev/null

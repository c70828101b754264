#!/usr/bin/env bash
# Installs the Debian packages of the list beside this file, those that are missing only. Changes nothing when all are there.
# Exit 0: all there. Exit 1: an installation failed. Exit 3: some are missing and cannot be installed from here; they are named.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

if ! command -v dpkg-query >/dev/null 2>&1; then
  echo "this is not a Debian machine: install the programs of tests/install/packages by hand" >&2
  exit 3
fi

missing=()
while read -r package _; do
  case $package in '' | '#'*) continue ;; esac
  state=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing+=("$package")
done <"$here/packages"
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
  echo "not installed, and only root can install: ${missing[*]} (as root: apt-get install ${missing[*]})" >&2
  exit 3
fi
echo "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
install_packages() { apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}"; }
# A fresh machine has no package lists, and an old one may have lists that name versions no longer served: then fetch them and try again.
install_packages >/dev/null 2>&1 || { apt-get update -q -o DPkg::Lock::Timeout=300 && install_packages; }

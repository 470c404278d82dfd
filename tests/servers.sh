#!/usr/bin/env bash
# Loads the snippets that a site ships for nginx, Apache and Caddy into those servers and asks for pages: tests/servers.sh SITE,
# a site built with a public address of TLS. Each answer has the right type, one policy, and the headers beside it.
# Needs nginx-light, apache2 and caddy of Debian; nothing of the machine's own servers is touched. Last line: N passed, M failed.
set -uo pipefail
PATH=$PATH:/usr/sbin:/sbin
site=$(realpath "$1"); work=$(mktemp -d); chmod 755 "$work"
passed=0 failed=0 running=()
trap 'kill "${running[@]}" 2>/dev/null; wait 2>/dev/null; rm -rf "$work"' EXIT

address=$(sed -n 's|.*<link rel="canonical" href="https://\([^"]*\)".*|\1|p' "$site/index.html" | head -1)
host=${address%%/*} path=/${address#*/}
root=$work/www
mkdir -p "$root$path" && cp -r "$site/." "$root$path" && chmod -R a+rX "$root"

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
# The snippet with its folder and its port moved to where this test may use them.
moved() { sed -e "s|/srv/www/$host|$root|g" "$site/server/$1"; }

start_nginx() {
    cp /etc/nginx/mime.types "$work/"
    moved nginx.conf | sed "s|listen 80;|listen 127.0.0.1:$1;|" >"$work/site.nginx"
    grep -q "127.0.0.1:$1" "$work/site.nginx" || return 1
    cat >"$work/nginx.conf" <<CONF
daemon off; pid $work/nginx.pid; error_log stderr;
events {}
http { access_log off; client_body_temp_path $work/b; proxy_temp_path $work/p; fastcgi_temp_path $work/f; uwsgi_temp_path $work/u; scgi_temp_path $work/s; include $work/site.nginx; }
CONF
    exec nginx -e stderr -c "$work/nginx.conf"
}

start_apache() {
    { echo "ServerRoot $work"; echo "ServerName localhost"; echo "PidFile $work/apache.pid"; echo "ErrorLog /dev/stderr"; echo "Listen 127.0.0.1:$1"
      [ "$(id -u)" -eq 0 ] && printf 'User www-data\nGroup www-data\n'
      for module in mpm_event authz_core dir mime headers; do echo "LoadModule ${module}_module /usr/lib/apache2/modules/mod_$module.so"; done
      echo "TypesConfig /etc/mime.types"
      moved apache.conf | sed "s|<VirtualHost \*:80>|<VirtualHost 127.0.0.1:$1>|"; } >"$work/apache.conf"
    exec apache2 -f "$work/apache.conf" -DFOREGROUND
}

start_caddy() {
    { printf '{\n  admin off\n  auto_https off\n}\n'; moved Caddyfile | sed "s|^$host {|http://$host:$1 {|"; } >"$work/Caddyfile"
    XDG_DATA_HOME=$work XDG_CONFIG_HOME=$work exec caddy run --config "$work/Caddyfile" --adapter caddyfile
}

# Asks for a path: the status, then the headers in lower case, one a line.
ask() { curl -s -o "$work/body" -D - -H "Host: $host" "http://$host:$port$path$1" --connect-to "$host:$port:127.0.0.1:$port" | tr -d '\r' | sed 's/^\([^:]*\):/\L\1:/'; }

# expect NAME PATH STATUS LINE...: every line stands in the answer; there is one policy.
expect() {
    local name=$1 where=$2 status=$3 answer policies; shift 3
    answer=$(ask "$where")
    local wrong=()
    [[ $answer == HTTP/*" $status"* ]] || wrong+=("status $status")
    policies=$(grep -c '^content-security-policy:' <<<"$answer")
    [ "$policies" = 1 ] || wrong+=("$policies policies")
    for line in "$@"; do grep -qiF -- "$line" <<<"$answer" || wrong+=("$line"); done
    if [ ${#wrong[@]} -eq 0 ]; then passed=$((passed + 1)); else
        failed=$((failed + 1)); printf '  E %s: %s: missing %s\n' "$server" "$name" "$(printf '%s; ' "${wrong[@]}")"; sed 's/^/      /' <<<"$answer"
    fi
}

# absent NAME PATH LINE: the answer lacks it.
absent() { if ask "$2" | grep -qi -- "$3"; then failed=$((failed + 1)); echo "  E $server: $1: $3"; else passed=$((passed + 1)); fi; }

first() { (cd "$site" && printf '%s\n' $1 | head -1); }

data=$(first 'data/*/datapackage.json'); data=${data%datapackage.json}
csv=$(first "$data*.csv") parquet=$(first "$data*.parquet") turtle=$(first '*.ttl') embed=$(first 'embed/s/*/index.html') page=$(first 's/*/index.html')
everywhere=('x-content-type-options: nosniff' 'referrer-policy: strict-origin-when-cross-origin' 'permissions-policy: camera=()' 'strict-transport-security: max-age=' "default-src 'none'" "script-src 'self'")

for server in nginx apache caddy; do
    port=$(free_port)
    "start_$server" "$port" >"$work/$server.log" 2>&1 &
    running+=($!)
    for _ in $(seq 50); do curl -s -o /dev/null "http://127.0.0.1:$port/" && break; sleep 0.1; done
    if ! kill -0 $! 2>/dev/null; then echo "  E $server refuses its snippet"; cat "$work/$server.log"; failed=$((failed + 1)); continue; fi
    expect "home" "" 200 'content-type: text/html; charset=utf-8' "frame-ancestors 'none'" "${everywhere[@]}"
    expect "a statistic" "${page%index.html}" 200 'text/html; charset=utf-8' "frame-ancestors 'none'" "${everywhere[@]}"
    expect "an embed" "${embed%index.html}" 200 'text/html; charset=utf-8' 'frame-ancestors *' "${everywhere[@]}"
    expect "an English embed" "en/${embed%index.html}" 200 'frame-ancestors *'
    expect "a table" "$csv" 200 'content-type: text/csv; charset=utf-8' 'access-control-allow-origin: *'
    expect "columns" "$parquet" 200 'content-type: application/vnd.apache.parquet' 'access-control-allow-origin: *'
    expect "a catalogue" "$turtle" 200 'content-type: text/turtle; charset=utf-8'
    expect "a table of the interface" "api/v1/facts.json" 200 'content-type: application/json' 'access-control-allow-origin: *'
    expect "nothing there" "no-such-page/" 404 "frame-ancestors 'none'" "${everywhere[@]}"
    if cmp -s "$work/body" "$site/404.html"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "  E $server: not the page for what is not there"; fi
    absent "pages are not read from elsewhere" "" 'access-control-allow-origin'
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

#!/usr/bin/env bash
# nchan's newest is the next message, not the last: a newcomer who asks for it hears nothing until something new is said
#
# Versions: Debian 12, nginx 1.22.1-9+deb12u11, libnginx-mod-nchan 1.3.6+dfsg-2.
#
# nchan keeps the last messages of a channel, and nchan_subscriber_first_message says with which one a newcomer begins.
# oldest, the default, is all that are kept. newest, which reads like the last of them, is none: it waits for the next. A
# page that shows the headline that stands is then empty until the next one, hours at night. What is meant is -1, counted
# from the end, or a buffer of one message and oldest.
#
# Output seen (2026-12-01):
#     oldest: first second third
#     newest: (nothing)
#     -1: third
set -euo pipefail
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
apt-get download --quiet nginx=1.22.1-9+deb12u11 libnginx-mod-nchan=1:1.3.6+dfsg-2 libhiredis0.14 >log 2>&1 || { cat log; exit 2; }
for package in *.deb; do dpkg --extract "$package" .; done
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >nginx.conf <<CONF
load_module $folder/usr/lib/nginx/modules/ngx_nchan_module.so;
daemon off;
pid $folder/pid;
error_log $folder/log;
events {}
http {
  access_log off;
  client_body_temp_path $folder/body; proxy_temp_path $folder/proxy; fastcgi_temp_path $folder/fastcgi; uwsgi_temp_path $folder/uwsgi; scgi_temp_path $folder/scgi;
  server {
    listen 127.0.0.1:$port;
    nchan_channel_id headlines;
    location /publish { nchan_publisher http; nchan_message_buffer_length 3; nchan_message_timeout 0; }
    location /oldest { nchan_subscriber eventsource; nchan_subscriber_first_message oldest; }
    location /newest { nchan_subscriber eventsource; nchan_subscriber_first_message newest; }
    location /-1 { nchan_subscriber eventsource; nchan_subscriber_first_message -1; }
  }
}
CONF
LD_LIBRARY_PATH=$folder/usr/lib/x86_64-linux-gnu usr/sbin/nginx -p "$folder" -c "$folder/nginx.conf" 2>>log &
server=$!
for message in first second third; do
  curl --silent --fail --retry 20 --retry-connrefused --retry-delay 1 --data "$message" "http://127.0.0.1:$port/publish" >/dev/null || { cat log; exit 2; }
done

seen=$(for begin in oldest newest -1; do
  heard=$(curl --silent --no-buffer --max-time 2 --header "Accept: text/event-stream" "http://127.0.0.1:$port/$begin" | sed -n 's/^data: //p' | paste -sd' ') || true
  echo "$begin: ${heard:-(nothing)}"
done)
expected=$(cat <<'EXPECTED'
oldest: first second third
newest: (nothing)
-1: third
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }

#!/bin/bash
# Starts a store that has Sentinels: start-store.sh SERVER CONFIG OWN-ADDRESS:PORT SENTINEL:PORT…
#
# A former primary that comes back takes itself for one until a Sentinel tells it otherwise, some ten seconds later. Until then it
# follows nobody, and if the other stores are lost in that time it is chosen again, with its old data: what was acknowledged
# meanwhile is gone. So a store asks the Sentinels first, and starts as a replica of whom they name.
set -u
server=$1 config=$2 own=$3
shift 3
service=${SENTINEL_SERVICE:-airwire}

# The primary's address and port as the Sentinel at $1 names it; nothing where it does not answer within a second.
named_by() {
    local line host port
    exec 3<>"/dev/tcp/${1%:*}/${1##*:}" || return
    printf 'SENTINEL GET-MASTER-ADDR-BY-NAME %s\r\n' "$service" >&3
    read -r -t 1 line <&3 && [ "${line:0:2}" = '*2' ] || return
    read -r -t 1 line <&3 && read -r -t 1 host <&3 && read -r -t 1 line <&3 && read -r -t 1 port <&3 || return
    echo "${host%$'\r'}:${port%$'\r'}"
}

primary=
for _ in 1 2 3 4 5; do
    for sentinel in "$@"; do
        primary=$(export -f named_by; service=$service timeout 2 bash -c "named_by $sentinel" 2>/dev/null)
        [ -n "$primary" ] && break 2
    done
    sleep 1
done
case $primary in
    '') exec "$server" "$config" ;;  # no Sentinel is there: as the file says
    "$own") exec "$server" "$config" --replicaof no one ;;
    *) exec "$server" "$config" --replicaof "${primary%:*}" "${primary##*:}" ;;
esac

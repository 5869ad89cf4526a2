#!/usr/bin/env bash
# @block65/webcrypto-web-push encrypts as the draft of 2016 did: aesgcm, which no push service has to take
#
# Versions: Node.js 20, @block65/webcrypto-web-push 1.0.2, web-push 3.6.7.
#
# Web push is aes128gcm since RFC 8291 of 2017, with the keys in the body; the draft before it, aesgcm, has them in the
# headers Crypto-Key and Encryption, with Authorization: WebPush. @block65/webcrypto-web-push, the choice where Node's
# crypto is missing (workers at the edge), still sends that, with the options and names of today's. A service of the
# standard may refuse it, so every one that subscribers come from has to be tried. Its TTL is 60 seconds unless told,
# where web-push has four weeks.
#
# Output seen (2026-12-01):
#     @block65/webcrypto-web-push: content-encoding aesgcm, authorization WebPush, ttl 60, keys in the headers
#     web-push: content-encoding aes128gcm, authorization vapid, ttl 2419200, keys in the body
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @block65/webcrypto-web-push@1.0.2 web-push@3.6.7 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import crypto from "node:crypto";
import { buildPushPayload } from "@block65/webcrypto-web-push";
import webpush from "web-push";
const browser = crypto.createECDH("prime256v1");
browser.generateKeys();
const subscription = { endpoint: "https://push.radio.example/1", expirationTime: null, keys: { p256dh: browser.getPublicKey("base64url"), auth: crypto.randomBytes(16).toString("base64url") } };
const vapid = { subject: "mailto:desk@radio.example", ...webpush.generateVAPIDKeys() };
const edge = await buildPushPayload({ data: "Balita", options: {} }, subscription, vapid);
const node = webpush.generateRequestDetails(subscription, "Balita", { vapidDetails: vapid });
for (const [name, headers] of [["@block65/webcrypto-web-push", edge.headers], ["web-push", node.headers]]) {
  const said = Object.fromEntries(Object.entries(headers).map(([key, value]) => [key.toLowerCase(), String(value)]));
  console.log(name + ":", "content-encoding", said["content-encoding"] + ", authorization", said.authorization.split(" ")[0] + ", ttl", said.ttl + ", keys in", said["crypto-key"] ? "the headers" : "the body");
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
@block65/webcrypto-web-push: content-encoding aesgcm, authorization WebPush, ttl 60, keys in the headers
web-push: content-encoding aes128gcm, authorization vapid, ttl 2419200, keys in the body
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }

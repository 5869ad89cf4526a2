#!/usr/bin/env bash
# standardwebhooks raises a JSON error after a right signature, and takes the Headers of fetch for none
#
# Versions: Python 3.11, standardwebhooks 1.1.0, svix 2.9.1; Node.js 20, standardwebhooks 1.1.1.
#
# The standard signs any body. A rightly signed alert in XML raises JSONDecodeError in Python and SyntaxError in
# Node.js, neither of them a WebhookVerificationError, so a receiver answers 500 or 400 to a good message. An empty body
# is fine in Node.js and an error in Python. svix for Python, of the same makers, verifies and answers None for
# everything. And in Node.js a Headers object, which fetch-like servers hand out, has "missing required headers".
#
# Output seen (2026-11-30):
#     standardwebhooks '<alert/>' JSONDecodeError
#     svix '<alert/>' None
#     standardwebhooks '' JSONDecodeError
#     svix '' None
#     Object "<alert/>" SyntaxError 
#     Headers "<alert/>" WebhookVerificationError Missing required headers
#     Object "" undefined
#     Headers "" WebhookVerificationError Missing required headers
#     Object "{}" {}
#     Headers "{}" WebhookVerificationError Missing required headers
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check standardwebhooks==1.1.0 svix==2.9.1 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" standardwebhooks@1.1.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import svix, standardwebhooks
from datetime import UTC, datetime
secret, now = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", datetime.now(UTC)
for body in ("<alert/>", ""):
    for maker in (standardwebhooks.Webhook, svix.Webhook):
        hook = maker(secret)
        headers = {"webhook-id": "1", "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": hook.sign("1", now, body)}
        try:
            print(maker.__module__.split(".")[0], repr(body), hook.verify(body, headers))
        except ValueError as error:
            print(maker.__module__.split(".")[0], repr(body), type(error).__name__)
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { Webhook } from "standardwebhooks";
const hook = new Webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
const now = new Date();
for (const body of ["<alert/>", "", "{}"]) {
  const headers = { "webhook-id": "1", "webhook-timestamp": String(Math.floor(now / 1000)), "webhook-signature": hook.sign("1", now, body) };
  for (const given of [headers, new Headers(headers)]) {
    try { console.log(given.constructor.name, JSON.stringify(body), hook.verify(body, given)); } catch (error) { console.log(given.constructor.name, JSON.stringify(body), error.name, error.name === "SyntaxError" ? "" : error.message); }
  }
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
standardwebhooks '<alert/>' JSONDecodeError
svix '<alert/>' None
standardwebhooks '' JSONDecodeError
svix '' None
Object "<alert/>" SyntaxError 
Headers "<alert/>" WebhookVerificationError Missing required headers
Object "" undefined
Headers "" WebhookVerificationError Missing required headers
Object "{}" {}
Headers "{}" WebhookVerificationError Missing required headers
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }

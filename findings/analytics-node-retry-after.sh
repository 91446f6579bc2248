#!/usr/bin/env bash
# analytics-node waits as long as Retry-After says for a 429 in seconds, and for nothing else
#
# Package:  @segment/analytics-node 3.1.0 (npm), on 2026-11-30
# Expected: Retry-After is heeded with a 503, which HTTP has it for, as with a 429, in seconds or as a date.
# Seen:     a 429 that says 4 is sent again after 4 s. A 503 that says 4, and a 429 that says the date
#           4 s from then, are sent again after the SDK's own first pause of one to two seconds; each
#           such try counts towards maxRetries, which the one that waits does not.
# Meets it: who has a load balancer or a server answer 503 with Retry-After while it starts anew: it is asked
#           again and again in the meantime, and with a small maxRetries the events are dropped
#           before the time that they were given is over.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-30 @segment/analytics-node@3.1.0

cat >run.mjs <<'JS'
import http from 'node:http'
import { Analytics } from '@segment/analytics-node'

const inSeconds = () => '4'
const asDate = () => new Date(Math.ceil(Date.now() / 1000 + 4) * 1000).toUTCString()

// attempt tells when an event is tried again that is refused until the time of Retry-After has come.
async function attempt(name, status, retryAfter, maxRetries) {
  let first, again
  const server = http.createServer((req, res) => {
    req.resume()
    if (first) again ??= Date.now() - first
    first ??= Date.now()
    if (Date.now() - first > 3900) res.end()
    else res.writeHead(status, { 'Retry-After': retryAfter() }).end()
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  const segment = new Analytics({ writeKey: 'WK', host: `http://127.0.0.1:${server.address().port}`, flushAt: 1, maxRetries })
  segment.on('error', () => {})
  const outcome = await new Promise((told) =>
    segment.track({ userId: 'u_42', event: 'Order Completed' }, (error) => told(error ? 'dropped' : 'delivered')))
  console.log(`${name}: tried again ${again > 3900 ? 'in time' : 'before'}, ${outcome}`)
  server.close()
}

await attempt('429, seconds', 429, inSeconds, 1)
await attempt('429, date', 429, asDate, 1)
await attempt('503, seconds', 503, inSeconds, 1)
process.exit()
JS

cat >want <<'WANT'
429, seconds: tried again in time, delivered
429, date: tried again before, dropped
503, seconds: tried again before, dropped
WANT
timeout 60 node run.mjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

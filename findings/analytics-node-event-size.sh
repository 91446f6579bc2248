#!/usr/bin/env bash
# analytics-node measures an event by its letters "i", not by its bytes
#
# Package:  @segment/analytics-node 3.1.0 (npm), on 2026-11-29
# Expected: an event over 32 KB is refused before it is sent, whatever it says,
#           and a batch over 480 KB is split.
# Seen:     the size counts one for every letter "i" and every percent-escaped
#           byte, and nothing for all the rest. 40,000 times "x" is sent,
#           40,000 times "i" is refused; forty events of 30,000 "x" leave as one
#           request of over a megabyte. The Customer.io fork counts alike.
# Meets it: who relies on the SDK to keep to Segment's 32 KB and 500 KB, and
#           finds events in ASCII missing at Segment that the SDK called sent.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 \
	@segment/analytics-node@3.1.0 @customerio/cdp-analytics-node@0.5.9

cat >run.mjs <<'JS'
import http from 'node:http'
import { Analytics as Segment } from '@segment/analytics-node'
import { Analytics as CustomerIO } from '@customerio/cdp-analytics-node'

const requests = []
const server = http.createServer((req, res) => {
  let body = ''
  req.on('data', (part) => (body += part))
  req.on('end', () => {
    requests.push(body)
    res.end('{}')
  })
})
await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
const host = `http://127.0.0.1:${server.address().port}`

async function send(Analytics, options, texts) {
  requests.length = 0
  const analytics = new Analytics({ writeKey: 'WK', host, maxRetries: 0, ...options })
  let refused = ''
  analytics.on('error', (err) => (refused = err.reason?.message ?? err.message))
  for (const text of texts) analytics.track({ userId: 'u', event: 'E', properties: { text } })
  await analytics.closeAndFlush()
  return refused || `${requests.length} request, ${Math.floor(requests[0].length / 1000)} kB`
}

for (const [name, Analytics] of [['segment', Segment], ['customer.io', CustomerIO]]) {
  for (const letter of ['x', 'i'])
    console.log(`${name}, 40,000 "${letter}": ${await send(Analytics, {}, [letter.repeat(40_000)])}`)
}
const forty = Array(40).fill('x'.repeat(30_000))
console.log(`segment, 40 events of 30,000 "x": ${await send(Segment, { flushAt: 1000, maxEventsInBatch: 1000 }, forty)}`)
process.exit()
JS

cat >want <<'WANT'
segment, 40,000 "x": 1 request, 40 kB
segment, 40,000 "i": Event exceeds maximum event size of 32 KB
customer.io, 40,000 "x": 1 request, 40 kB
customer.io, 40,000 "i": Event exceeds maximum event size of 32 KB
segment, 40 events of 30,000 "x": 1 request, 1213 kB
WANT
timeout 40 node run.mjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

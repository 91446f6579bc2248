#!/usr/bin/env bash
# LaunchDarkly's Node SDK does not flush when its queue is full: it drops the rest
#
# Package:  @launchdarkly/node-server-sdk 9.13.7 (npm), on 2026-11-29
# Expected: a full queue is sent, as Segment's SDKs do at flushAt, or waits.
# Seen:     of 12,000 events tracked within one flush interval (5 s), 9,999 leave
#           and 2,001 are dropped: the queue holds 10,000, and an index event of
#           the SDK's own takes a place. One warning for all, without a number.
#           (The Go SDK 7.14.6 does the same.)
# Meets it: who replays or imports a day's events through the SDK: the sum of the
#           metric is too low, and the loss is as large as the burst.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 \
	@launchdarkly/node-server-sdk@9.13.7

cat >run.mjs <<'JS'
import http from 'node:http'
import { init } from '@launchdarkly/node-server-sdk'

let custom = 0
const server = http.createServer((req, res) => {
  let body = ''
  req.on('data', (part) => (body += part))
  req.on('end', () => {
    custom += JSON.parse(body).filter((event) => event.kind === 'custom').length
    res.writeHead(202).end()
  })
})
await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
const url = `http://127.0.0.1:${server.address().port}`

const said = []
const say = (text) => said.push(text)
const client = init('sdk-key', {
  baseUri: url, streamUri: url, eventsUri: url, useLdd: true, stream: false, diagnosticOptOut: true,
  logger: { error: say, warn: say, info() {}, debug() {} },
})
for (let i = 0; i < 12_000; i++) client.track('Order Completed', { kind: 'user', key: 'u_42' }, null, 1)
await client.flush()
console.log(`tracked 12000, arrived ${custom}`)
for (const text of said) console.log(`log: ${text}`)
process.exit()
JS

cat >want <<'WANT'
tracked 12000, arrived 9999
log: Exceeded event queue capacity. Increase capacity to avoid dropping events.
WANT
timeout 40 node run.mjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

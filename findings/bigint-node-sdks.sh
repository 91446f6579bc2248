#!/usr/bin/env bash
# With a BigInt, Segment's Node SDK loses that event unsaid, LaunchDarkly's all that is queued
#
# Packages: @segment/analytics-node 3.1.0, @launchdarkly/node-server-sdk 9.13.7 (npm), on 2026-11-29
# Expected: track throws, as JSON.stringify does, or the value becomes a string;
#           the events before and after it are sent.
# Seen:     Segment: the event is not sent, its callback is called without an
#           error, no "error" event is emitted; the neighbours are sent.
#           LaunchDarkly: track says nothing, flush fails, and the sound events
#           queued with it are gone too; those tracked later are sent.
# Meets it: who hands on an order number or amount that a database driver gave
#           as a BigInt, to both SDKs.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 \
	@segment/analytics-node@3.1.0 @launchdarkly/node-server-sdk@9.13.7

cat >run.mjs <<'JS'
import http from 'node:http'
import { Analytics } from '@segment/analytics-node'
import { init } from '@launchdarkly/node-server-sdk'

const arrived = []
const server = http.createServer((req, res) => {
  let body = ''
  req.on('data', (part) => (body += part))
  req.on('end', () => {
    const sent = JSON.parse(body)
    for (const e of sent.batch ?? sent) if (e.kind !== 'index') arrived.push(e.event ?? e.key)
    res.writeHead(sent.batch ? 200 : 202)
    res.end('{}')
  })
})
await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
const url = `http://127.0.0.1:${server.address().port}`
const said = []
const report = (who) => console.log(`${who}: arrived ${arrived.splice(0).join(', ') || 'nothing'}; said ${said.splice(0).join(', ')}`)

// One flush interval is what closeAndFlush waits for the event that never leaves.
const analytics = new Analytics({ writeKey: 'WK', host: url, flushInterval: 500 })
analytics.on('error', () => said.push('error event'))
for (const [event, id] of [['before', 1], ['big', 5n], ['after', 2]])
  analytics.track({ userId: 'u', event, properties: { id } }, (err) => said.push(`${event} ${err ? 'failed' : 'fine'}`))
await analytics.closeAndFlush()
report('segment')

const warn = (text) => said.push(text)
const client = init('sdk-key', {
  baseUri: url, streamUri: url, eventsUri: url, useLdd: true, stream: false, diagnosticOptOut: true,
  logger: { error: warn, warn, info() {}, debug() {} },
})
const user = { kind: 'user', key: 'u' }
for (const [event, id] of [['before', 1], ['big', 5n], ['after', 2]]) client.track(event, user, { id }, 59.9)
await client.flush((err) => said.push(`flush ${err?.message ?? 'fine'}`)).catch((err) => said.push(err.message))
report('launchdarkly')
client.track('later', user, null, 59.9)
await client.flush()
said.push('nothing')
report('launchdarkly')
process.exit()
JS

cat >want <<'WANT'
segment: arrived before, after; said big fine, before fine, after fine
launchdarkly: arrived nothing; said flush Do not know how to serialize a BigInt
launchdarkly: arrived later; said nothing
WANT
timeout 40 node run.mjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

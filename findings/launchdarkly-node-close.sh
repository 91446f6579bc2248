#!/usr/bin/env bash
# LaunchDarkly's Node SDK throws queued events away on close
#
# Package:  @launchdarkly/node-server-sdk 9.13.7 (npm), on 2026-11-29
# Expected: close delivers what is queued, as LaunchDarkly's page on shutting
#           down says of most SDKs and as the Go SDK's Close does.
# Seen:     track, then close: no request at all, no line in the log. Only
#           flush, waited for before close, delivers.
# Meets it: scripts, jobs and lambdas that track once and end: the code looks
#           right, the program ends well, and the metric stays empty.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 \
	@launchdarkly/node-server-sdk@9.13.7

cat >run.mjs <<'JS'
import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { init } from '@launchdarkly/node-server-sdk'

let arrived = []
const server = http.createServer((req, res) => {
  let body = ''
  req.on('data', (part) => (body += part))
  req.on('end', () => {
    arrived.push(...JSON.parse(body).map((event) => event.kind))
    res.writeHead(202).end()
  })
})
await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
const url = `http://127.0.0.1:${server.address().port}`

async function run(name, end) {
  arrived = []
  const said = []
  const say = (text) => said.push(text)
  const client = init('sdk-key', {
    baseUri: url, streamUri: url, eventsUri: url, useLdd: true, stream: false, diagnosticOptOut: true, flushInterval: 1,
    logger: { error: say, warn: say, info: say, debug() {} },
  })
  client.track('Order Completed', { kind: 'user', key: 'u_42' }, null, 59.9)
  said.length = 0
  await end(client)
  await sleep(3000) // three flush intervals
  console.log(`${name}: arrived ${arrived.join(', ') || 'nothing'}; log ${said.join(', ') || 'empty'}`)
}

await run('close', (client) => client.close())
await run('flush, close', (client) => client.flush().then(() => client.close()))
process.exit()
JS

cat >want <<'WANT'
close: arrived nothing; log empty
flush, close: arrived index, custom; log empty
WANT
timeout 40 node run.mjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

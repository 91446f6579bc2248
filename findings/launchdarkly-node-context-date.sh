#!/usr/bin/env bash
# LaunchDarkly's Node SDK sends a date in a context as {}
#
# Package:  @launchdarkly/node-server-sdk 9.13.7 (npm), on 2026-11-29
# Expected: a Date is an ISO string wherever it stands, as in JSON.
# Seen:     in the data of a custom event it is "1970-01-01T00:00:00.000Z"; in an
#           attribute of the context, of the same event, it is {}, but for a date
#           in an array, which is a string again. No warning.
# Meets it: who hands on a record from a database as the context: a rule or a
#           filter on signedUpAt never matches.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 \
	@launchdarkly/node-server-sdk@9.13.7

cat >run.mjs <<'JS'
import http from 'node:http'
import { init } from '@launchdarkly/node-server-sdk'

const server = http.createServer((req, res) => {
  let body = ''
  req.on('data', (part) => (body += part))
  req.on('end', () => {
    const { context, data } = JSON.parse(body).find((event) => event.kind === 'custom')
    console.log(JSON.stringify({ context, data }))
    res.writeHead(202).end()
  })
})
await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
const url = `http://127.0.0.1:${server.address().port}`
const none = () => {}
const say = (text) => console.log(text)
const client = init('sdk-key', {
  baseUri: url, streamUri: url, eventsUri: url, useLdd: true, stream: false, diagnosticOptOut: true,
  logger: { error: say, warn: say, info: none, debug: none },
})
const at = new Date(0)
client.track('Order Completed', { kind: 'user', key: 'u_42', signedUpAt: at, seen: { first: at, all: [at] } }, { orderedAt: at })
await client.flush()
process.exit()
JS

cat >want <<'WANT'
{"context":{"seen":{"all":["1970-01-01T00:00:00.000Z"],"first":{}},"signedUpAt":{},"key":"u_42","kind":"user"},"data":{"orderedAt":"1970-01-01T00:00:00.000Z"}}
WANT
timeout 40 node run.mjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

#!/usr/bin/env bash
# analytics-node posts past the path of the host it is given
#
# Packages: @segment/analytics-node 3.1.0 and
#           @launchdarkly/node-server-sdk 9.13.7 (npm), on 2026-11-30
# Expected: with the host https://proxy/segment the events are posted below /segment, as
#           LaunchDarkly's SDK posts below that of its eventsUri.
# Seen:     the path of the host is dropped without a word, with a slash at its end or not, and
#           they are posted to /v1/batch. The option path has to have all of it.
# Meets it: who has one reverse proxy with a prefix for each service, and gives the SDK the prefix as
#           its host: the events go to whatever answers /v1/batch there, and if that is a page
#           with status 200, they count as delivered.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-30 \
	@segment/analytics-node@3.1.0 @launchdarkly/node-server-sdk@9.13.7

cat >run.mjs <<'JS'
import http from 'node:http'
import { Analytics } from '@segment/analytics-node'
import { init } from '@launchdarkly/node-server-sdk'

let seen
const server = http.createServer((req, res) => {
  seen.push(req.url)
  req.resume().on('end', () => res.end())
})
await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
const proxy = `http://127.0.0.1:${server.address().port}`

for (const options of [{ host: '/segment' }, { host: '/segment/' }, { host: '', path: '/segment/v1/batch' }]) {
  seen = []
  const segment = new Analytics({ writeKey: 'WK', ...options, host: proxy + options.host })
  segment.on('error', (error) => console.log(error.code))
  const outcome = new Promise((told) =>
    segment.track({ userId: 'u_42', event: 'Order Completed' }, (error) => told(error ? 'error' : 'success')))
  await segment.closeAndFlush()
  console.log(`analytics-node, ${JSON.stringify(options)}: posted to ${seen}, callback: ${await outcome}`)
}

seen = []
const silent = { error() {}, warn() {}, info() {}, debug() {} }
const client = init('sdk-key', {
  baseUri: proxy, streamUri: proxy, eventsUri: `${proxy}/launchdarkly`, useLdd: true, stream: false,
  diagnosticOptOut: true, logger: silent,
})
client.track('Order Completed', { kind: 'user', key: 'u_42' }, null, 99.84)
await client.flush()
console.log(`node-server-sdk, /launchdarkly: posted to ${seen}`)
process.exit()
JS

cat >want <<'WANT'
analytics-node, {"host":"/segment"}: posted to /v1/batch, callback: success
analytics-node, {"host":"/segment/"}: posted to /v1/batch, callback: success
analytics-node, {"host":"","path":"/segment/v1/batch"}: posted to /segment/v1/batch, callback: success
node-server-sdk, /launchdarkly: posted to /launchdarkly/bulk
WANT
timeout 40 node run.mjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

#!/usr/bin/env bash
# In Node, two clients of "analytics", or of Jitsu which is built on it, share one user
#
# Packages: analytics 0.8.19, @jitsu/js 1.11.0 (npm), in Node, on 2026-11-29
# Expected: identify on one client says nothing about the user of another.
# Seen:     the user id is kept in one place for the whole process: events of a
#           second client that was never told of a user carry the first one's,
#           while its own user() says that it has none (analytics). The anonymous
#           ids are apart.
# Meets it: servers that make a client per request, tenant or source: events are
#           counted for somebody else, and the wrong context converts.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 \
	analytics@0.8.19 @jitsu/js@1.11.0

cat >analytics.cjs <<'JS'
const { default: Analytics } = require('analytics')

async function main() {
  const sent = []
  const sink = (name) => ({ name, track: ({ payload }) => sent.push(payload) })
  const first = Analytics({ app: 'first', plugins: [sink('sink-1')] })
  const second = Analytics({ app: 'second', plugins: [sink('sink-2')] })
  await first.identify('alice')
  await first.track('Order Completed')
  await second.track('Order Completed')
  const [one, two] = sent
  console.log(`analytics: first sends ${one.userId}, second sends ${two.userId}, second has ${second.user().userId}, anonymous ids alike ${one.anonymousId === two.anonymousId}`)
  process.exit()
}
main()
JS

cat >jitsu.mjs <<'JS'
import http from 'node:http'
import { jitsuAnalytics } from '@jitsu/js'

const tracks = []
const server = http.createServer((req, res) => {
  let body = ''
  req.on('data', (part) => (body += part))
  req.on('end', () => {
    if (req.url.endsWith('/track')) tracks.push(JSON.parse(body))
    res.end('{}')
  })
})
await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
const client = (writeKey) => jitsuAnalytics({ host: `http://127.0.0.1:${server.address().port}`, writeKey, fetch })
const first = client('one:secret')
const second = client('two:secret')
await first.identify('alice')
await first.track('Order Completed')
await second.track('Order Completed')
while (tracks.length < 2) await new Promise((ready) => setTimeout(ready, 20))
const [one, two] = tracks
console.log(`jitsu: ${one.writeKey} sends ${one.userId}, ${two.writeKey} sends ${two.userId}, anonymous ids alike ${one.anonymousId === two.anonymousId}`)
process.exit()
JS

cat >want <<'WANT'
analytics: first sends alice, second sends alice, second has undefined, anonymous ids alike false
jitsu: one:*** sends alice, two:*** sends alice, anonymous ids alike false
WANT
{
	timeout 20 node analytics.cjs
	timeout 20 node jitsu.mjs
} | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

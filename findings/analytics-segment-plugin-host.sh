#!/usr/bin/env bash
# The Segment plugin of "analytics" gives analytics-node its options as the write key
#
# Packages: analytics 0.8.19, @analytics/segment 2.1.0 (npm), in Node, on 2026-11-29
# Expected: the plugin's host option is where events go, and writeKey is the user
#           name of their Authorization header.
# Seen:     events go to Segment's production host whatever host says, with the
#           user name "[object Object]", so to no source at all. Nothing is logged.
# Meets it: who points the plugin at a local endpoint: it stays empty; and whoever
#           uses the plugin in Node: the events are in no source of theirs.
#
# The request to the production host is caught in the process; nothing leaves it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 \
	analytics@0.8.19 @analytics/segment@2.1.0

cat >run.cjs <<'JS'
const http = require('node:http')
const https = require('node:https')

// What is asked of https is written down and refused before it is a connection.
const tried = new Promise((resolve) => {
  https.request = (options) => {
    resolve(`https://${options.hostname}${options.path}, user name "${options.auth.split(':')[0]}"`)
    throw Object.assign(new Error('refused by this script'), { code: 'EREFUSED' })
  }
})
process.on('unhandledRejection', (err) => {
  if (err.code !== 'EREFUSED') throw err
})

const server = http.createServer((req, res) => {
  console.log('the given host was asked')
  res.end('{}')
})
server.listen(0, '127.0.0.1', async () => {
  const { default: Analytics } = require('analytics')
  const segment = require('@analytics/segment')
  const host = `http://127.0.0.1:${server.address().port}`
  const analytics = Analytics({ app: 'shop', plugins: [segment({ writeKey: 'WK', host, flushInterval: 100 })] })
  analytics.identify('u_42')
  analytics.track('Order Completed', { revenue: 59.9 })
  console.log(await tried)
  process.exit()
})
JS

cat >want <<'WANT'
https://api.segment.io/v1/batch, user name "[object Object]"
WANT
timeout 40 node run.cjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

#!/usr/bin/env bash
# On Express 4, express-http-proxy makes {} of the events that a browser sends as text/plain
#
# Packages: express-http-proxy 2.1.2, express 4.22.3 and 5.3.0 (npm), on 2026-11-30
# Expected: express.json() leaves a body of text/plain alone, and the proxy passes it on as it came.
# Seen:     so it is on Express 5. On Express 4, which gives such a request an empty object for its
#           body, the proxy sends {} in its place, with status 200 at the end: the event is gone.
# Meets it: who has a page send its events to the site's own Express server, which hands them on: analytics.js and
#           sendBeacon say text/plain so that the browser asks no preflight, and curl with application/json
#           shows that everything works.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-30 \
	express-http-proxy@2.1.2 express4@npm:express@4.22.3 express5@npm:express@5.3.0

cat >run.mjs <<'JS'
import http from 'node:http'
import expressHttpProxy from 'express-http-proxy'
import express4 from 'express4'
import express5 from 'express5'

const listen = (handler) =>
  new Promise((ready) => {
    const server = http.createServer(handler)
    server.listen(0, '127.0.0.1', () => ready(`http://127.0.0.1:${server.address().port}`))
  })
const target = await listen((req, res) => {
  let body = ''
  req.on('data', (part) => (body += part))
  req.on('end', () => res.end(body))
})
for (const [version, express] of [['4.22.3', express4], ['5.3.0', express5]]) {
  const app = express()
  app.use(express.json())
  app.use(expressHttpProxy(target))
  const proxy = await listen(app)
  for (const type of ['application/json', 'text/plain']) {
    const res = await fetch(`${proxy}/v1/t`, {
      method: 'POST', headers: { 'content-type': type }, body: '{"event":"Order Completed"}',
    })
    console.log(`express ${version}, ${type}: ${res.status}, arrived as ${await res.text()}`)
  }
}
process.exit()
JS

cat >want <<'WANT'
express 4.22.3, application/json: 200, arrived as {"event":"Order Completed"}
express 4.22.3, text/plain: 200, arrived as {}
express 5.3.0, application/json: 200, arrived as {"event":"Order Completed"}
express 5.3.0, text/plain: 200, arrived as {"event":"Order Completed"}
WANT
timeout 40 node run.mjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

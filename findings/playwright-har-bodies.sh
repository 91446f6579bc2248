#!/usr/bin/env bash
# A HAR recorded by Playwright lacks bodies, preflights and what a page sends as it goes
#
# Package:  playwright-core 1.65.1 (npm), with the Chromium 153.0.8010.0 of
#           @sparticuz/chromium 153.0.0, on 2026-11-29
# Expected: every request that arrives at the server is an entry, with its body.
# Seen:     a Blob, by fetch or by sendBeacon, is an entry of bodySize 0 without
#           postData; bytes (gzip, or JSON in a Uint8Array) have their size and an
#           empty text; the preflight, and what pagehide sends with keepalive or
#           sendBeacon, are no entries at all. A string arrives whole.
# Meets it: who looks through a HAR for the events of a page: the batch at unload,
#           often the one with the conversion, seems never sent.
#
# Needs the system libraries of a Chromium (Debian: those that the package chromium depends on).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 \
	@sparticuz/chromium@153.0.0 playwright-core@1.65.1

cat >run.mjs <<'JS'
import http from 'node:http'
import { readFileSync } from 'node:fs'
import sparticuz from '@sparticuz/chromium'
import { chromium } from 'playwright-core'

const listen = async (server) => {
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  return `http://127.0.0.1:${server.address().port}`
}
const shop = await listen(http.createServer((_, res) => res.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>shop</title>')))
const arrived = new Map()
const endpoint = await listen(
  http.createServer((req, res) => {
    let size = 0
    req.on('data', (part) => (size += part.length))
    req.on('end', () => {
      arrived.set(`${req.method} ${req.url}`, size)
      res.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'authorization' }).end('{}')
    })
  }),
)

const browser = await chromium.launch({
  executablePath: await sparticuz.executablePath(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
})
const context = await browser.newContext({ recordHar: { path: 'shop.har' } })
const page = await context.newPage()
await page.goto(shop)
await page.evaluate(async (endpoint) => {
  const text = JSON.stringify({ type: 'track', event: 'Order Completed' })
  const blob = new Blob([text], { type: 'text/plain' })
  const post = (path, body, more) => fetch(endpoint + path, { method: 'POST', body, ...more })
  await post('/fetch-string', text, { headers: { Authorization: 'Basic V0s6' } })
  await post('/fetch-blob', blob)
  await post('/fetch-bytes', new TextEncoder().encode(text))
  await post('/fetch-gzip', await new Response(blob.stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer())
  navigator.sendBeacon(`${endpoint}/beacon-string`, text)
  navigator.sendBeacon(`${endpoint}/beacon-blob`, blob)
  addEventListener('pagehide', () => {
    post('/pagehide-keepalive', text, { keepalive: true })
    navigator.sendBeacon(`${endpoint}/pagehide-beacon`, text)
  })
}, endpoint)
await page.waitForTimeout(500)
await page.goto(`${shop}/next`)
await page.waitForTimeout(1000)
await context.close()
await browser.close()

const entries = new Map()
for (const { request } of JSON.parse(readFileSync('shop.har')).log.entries)
  if (request.url.startsWith(endpoint)) entries.set(`${request.method} ${request.url.slice(endpoint.length)}`, request)
for (const call of [...arrived.keys()].sort()) {
  const entry = entries.get(call)
  const body = entry?.postData ? `text of ${entry.postData.text.length}` : 'no postData'
  console.log(`${call}: arrived with ${arrived.get(call)} bytes; in the HAR ${entry ? `bodySize ${entry.bodySize}, ${body}` : 'missing'}`)
}
process.exit()
JS

cat >want <<'WANT'
OPTIONS /fetch-string: arrived with 0 bytes; in the HAR missing
POST /beacon-blob: arrived with 42 bytes; in the HAR bodySize 0, no postData
POST /beacon-string: arrived with 42 bytes; in the HAR bodySize 42, text of 42
POST /fetch-blob: arrived with 42 bytes; in the HAR bodySize 0, no postData
POST /fetch-bytes: arrived with 42 bytes; in the HAR bodySize 42, text of 0
POST /fetch-gzip: arrived with 62 bytes; in the HAR bodySize 62, text of 0
POST /fetch-string: arrived with 42 bytes; in the HAR bodySize 42, text of 42
POST /pagehide-beacon: arrived with 42 bytes; in the HAR missing
POST /pagehide-keepalive: arrived with 42 bytes; in the HAR missing
WANT
TMPDIR=$dir timeout 50 node run.mjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

#!/usr/bin/env bash
# With Do Not Track, LaunchDarkly's browser SDK 3 sends no event and does not say so; 4 sends them
#
# Packages: launchdarkly-js-client-sdk 3.9.5, @launchdarkly/js-client-sdk 4.10.3 (npm), in the
#           Chromium 153.0.8010.0 of @sparticuz/chromium 153.0.0, on 2026-11-29
# Expected: what stops all events is said in the console, and is the same in both
#           versions.
# Seen:     navigator.doNotTrack "1": 3.9.5 looks alive (it starts, warns of a value
#           that is no number, flush succeeds) and sends nothing; 4.10.3 sends.
#           Without the setting both send. The console has no word of it.
# Meets it: who sees no events from some browsers or from one's own; and who moves
#           from 3 to 4 and finds more visitors in the experiment than before.
#
# Needs the system libraries of a Chromium (Debian: those that the package chromium depends on).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 \
	launchdarkly-js-client-sdk@3.9.5 @launchdarkly/js-client-sdk@4.10.3 \
	@sparticuz/chromium@153.0.0 playwright-core@1.65.1 esbuild@0.27.0

cat >page.js <<'JS'
import { initialize } from 'launchdarkly-js-client-sdk'
import { createClient } from '@launchdarkly/js-client-sdk'

const user = { kind: 'user', key: 'u_42' }
window.run = {
  async '3.9.5'(url) {
    const client = initialize('id', user, { baseUrl: url, eventsUrl: url, streamUrl: url, diagnosticOptOut: true })
    await client.waitForInitialization(5)
    client.track('Order Completed', null, '59.9')
    await client.flush()
  },
  async '4.10.3'(url) {
    const client = createClient('id', user, { baseUri: url, eventsUri: url, streamUri: url, diagnosticOptOut: true })
    await client.start({ timeout: 5 })
    client.track('Order Completed', null, '59.9')
    await client.flush()
  },
}
JS
node_modules/.bin/esbuild page.js --bundle --format=iife --conditions=browser --log-level=error --outfile=bundle.js

cat >run.mjs <<'JS'
import http from 'node:http'
import { readFileSync } from 'node:fs'
import sparticuz from '@sparticuz/chromium'
import { chromium } from 'playwright-core'

const script = readFileSync('bundle.js')
let arrived = []
const server = http.createServer((req, res) => {
  let body = ''
  req.on('data', (part) => (body += part))
  req.on('end', () => {
    if (req.url === '/') return res.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><script src=/bundle.js></script>')
    if (req.url === '/bundle.js') return res.end(script)
    if (req.method === 'POST') arrived.push(...JSON.parse(body).map((event) => event.kind))
    res.writeHead(200, { 'Content-Type': 'application/json' }).end(req.url.includes('/goals/') ? '[]' : '{}')
  })
})
await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
const url = `http://127.0.0.1:${server.address().port}`

const browser = await chromium.launch({
  executablePath: await sparticuz.executablePath(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
})
for (const version of ['3.9.5', '4.10.3']) {
  for (const doNotTrack of [null, '1']) {
    arrived = []
    const said = []
    const page = await browser.newPage()
    page.on('console', (message) => /warn|error/.test(message.type()) && said.push(message.text()))
    await page.addInitScript((value) => Object.defineProperty(navigator, 'doNotTrack', { get: () => value }), doNotTrack)
    await page.goto(url)
    await page.evaluate(([version, url]) => run[version](url), [version, url])
    await page.waitForTimeout(500)
    const named = said.filter((text) => /metricValue/.test(text)).length
    const tracking = said.filter((text) => /track\b/i.test(text) && !/metricValue/.test(text)).length
    console.log(`${version}, doNotTrack ${doNotTrack}: arrived ${arrived.join(', ') || 'nothing'}; console: of the value ${named}, of tracking ${tracking}`)
    await page.close()
  }
}
await browser.close()
process.exit()
JS

cat >want <<'WANT'
3.9.5, doNotTrack null: arrived identify, custom; console: of the value 1, of tracking 0
3.9.5, doNotTrack 1: arrived nothing; console: of the value 1, of tracking 0
4.10.3, doNotTrack null: arrived identify, custom; console: of the value 1, of tracking 0
4.10.3, doNotTrack 1: arrived identify, custom; console: of the value 1, of tracking 0
WANT
TMPDIR=$dir timeout 50 node run.mjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

#!/usr/bin/env bash
# RudderStack's browser SDK, bundled from npm, sends nothing without a CDN of RudderStack's
#
# Package:  @rudderstack/analytics-js 3.34.1 (npm), in the Chromium 153.0.8010.0 of
#           @sparticuz/chromium 153.0.0, on 2026-11-29
# Expected: what was installed from npm and bundled needs the data plane and the
#           configuration, both of which can be set, and nothing else.
# Seen:     the package's main entry loads its transport as a script from
#           RudderStack's CDN; with that out of reach not one event goes to the
#           data plane. The entry "/bundled" has the transport in it and sends.
# Meets it: who tests on a machine without the internet, behind a strict content
#           security policy, or with a blocker: a local endpoint stays empty.
#
# The browser resolves no host name: what it asks of the CDN is refused, and shown.
# Needs the system libraries of a Chromium (Debian: those that the package chromium depends on).
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 \
	@rudderstack/analytics-js@3.34.1 @sparticuz/chromium@153.0.0 playwright-core@1.65.1 esbuild@0.27.0

bundle() {
	printf "import { RudderAnalytics } from '%s'\nwindow.RudderAnalytics = RudderAnalytics\n" "$1" >page.js
	node_modules/.bin/esbuild page.js --bundle --format=iife --conditions=browser --log-level=error --outfile="$2"
}
bundle @rudderstack/analytics-js main.js
bundle @rudderstack/analytics-js/bundled bundled.js

cat >run.mjs <<'JS'
import http from 'node:http'
import { readFileSync } from 'node:fs'
import sparticuz from '@sparticuz/chromium'
import { chromium } from 'playwright-core'

const config = {
  source: { id: 's', name: 'shop', writeKey: 'WK', enabled: true, workspaceId: 'w', config: { statsCollection: {} }, destinations: [] },
}
let arrived = []
const server = http.createServer((req, res) => {
  let body = ''
  req.on('data', (part) => (body += part))
  req.on('end', () => {
    const path = req.url.split('?')[0]
    if (path === '/') return res.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>shop</title>')
    if (req.method === 'POST') arrived.push(`${path} ${JSON.parse(body).event}`)
    res.writeHead(200, { 'Content-Type': 'application/json' }).end(path.startsWith('/sourceConfig') ? JSON.stringify(config) : '{}')
  })
})
await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
const url = `http://127.0.0.1:${server.address().port}`

const browser = await chromium.launch({
  executablePath: await sparticuz.executablePath(),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
})
for (const entry of ['main.js', 'bundled.js']) {
  arrived = []
  const outside = new Set()
  const page = await browser.newPage()
  page.on('request', (request) => request.url().startsWith(url) || outside.add(request.url()))
  await page.goto(url)
  await page.addScriptTag({ content: readFileSync(entry, 'utf8') })
  await page.evaluate((url) => {
    const analytics = new RudderAnalytics()
    analytics.load('WK', url, { configUrl: url })
    analytics.track('Order Completed', { revenue: 59.9 })
  }, url)
  await page.waitForTimeout(5000)
  console.log(`${entry}: arrived ${arrived.join(', ') || 'nothing'}; asked outside ${[...outside].join(', ') || 'nothing'}`)
  await page.close()
}
await browser.close()
process.exit()
JS

cat >want <<'WANT'
main.js: arrived nothing; asked outside https://cdn.rudderlabs.com/3.34.1/modern/plugins/rsa-plugins.js
bundled.js: arrived /v1/track Order Completed; asked outside nothing
WANT
TMPDIR=$dir timeout 50 node run.mjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

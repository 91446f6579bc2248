#!/usr/bin/env bash
# LaunchDarkly's Node SDK drops refused events while flush is fulfilled and the log is empty
#
# Package:  @launchdarkly/node-server-sdk 9.13.7 (npm), on 2026-11-29
# Expected: "await client.flush()" fails, and the log has a line, when the events
#           were refused; the Retry-After of a 429 is waited for; after one 404
#           the next flush tries again.
# Seen:     429 with Retry-After 5: a second try after one second, then the
#           events are dropped. One 404: no further event leaves this client. In
#           both, the promise of flush is fulfilled and the log stays empty; only
#           a callback given to flush is told, and what it is told after the
#           first time says that the details were logged. (The Go SDK 7.14.6
#           drops alike, but logs it.)
# Meets it: who points the SDK at a wrong path, a proxy or a debugger once, puts
#           that right, and still sees no events until the process is restarted.
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

let tries = []
let answer
const server = http.createServer((req, res) => {
  req.resume()
  req.on('end', () => {
    tries.push(Date.now())
    res.writeHead(...answer(tries.length)).end()
  })
})
await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
const url = `http://127.0.0.1:${server.address().port}`
const user = { kind: 'user', key: 'u_42' }

async function run(name, answers, flushes) {
  tries = []
  answer = answers
  const said = []
  const say = (text) => said.push(text)
  const client = init('sdk-key', {
    baseUri: url, streamUri: url, eventsUri: url, useLdd: true, stream: false, diagnosticOptOut: true,
    logger: { error: say, warn: say, info() {}, debug() {} },
  })
  const awaited = []
  const called = []
  for (let i = 0; i < flushes; i++) {
    client.track(`Order ${i}`, user, null, 59.9)
    const flushed = client.flush((err) => called.push(err ? 'error' : 'fine'))
    await flushed.then(() => awaited.push('fine'), (err) => awaited.push(err.message))
  }
  await sleep(6000)
  const waits = tries.slice(1).map((at, i) => `${Math.round((at - tries[i]) / 1000)} s later`)
  console.log(`${name}: flushed ${flushes}, tried ${tries.length}${waits.length ? `, again ${waits}` : ''}; awaited ${awaited}; callback ${called}; log ${said.join(', ') || 'empty'}`)
}

await run('429, Retry-After 5', () => [429, { 'Retry-After': '5' }], 1)
await run('404 once, then 202', (n) => [n === 1 ? 404 : 202], 3)
process.exit()
JS

cat >want <<'WANT'
429, Retry-After 5: flushed 1, tried 2, again 1 s later; awaited fine; callback error; log empty
404 once, then 202: flushed 3, tried 1; awaited fine,fine,fine; callback error,error,error; log empty
WANT
timeout 40 node run.mjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

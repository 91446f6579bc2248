#!/usr/bin/env bash
# A request of a HAR, turned into code, sends another user id in one language than in the next
#
# Package:  httpsnippet 3.0.10, @readme/httpsnippet 11.4.0 (npm), on 2026-11-29
# Expected: the body of a HAR's request is text (postData.text), so each language gets
#           that text, or an object that is written as the same JSON.
# Seen:     the Go, Java, PHP (guzzle) and Ruby snippets have the body as it is. Those for
#           fetch and Python, and in @readme/httpsnippet the one for curl as well, have it
#           read as JavaScript does: the user id 12345678901234567890 becomes
#           12345678901234567000, and of two members of one name the last is left.
#           Neither says so.
# Meets it: who copies a failing call out of the browser as code, to send it again: it
#           arrives for another user.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 \
	httpsnippet@3.0.10 @readme/httpsnippet@11.4.0

cat >run.mjs <<'JS'
import http from 'node:http'
import { createRequire } from 'node:module'
import { HTTPSnippet as Readme } from '@readme/httpsnippet'
const { HTTPSnippet: Kong } = createRequire(import.meta.url)('httpsnippet')

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor
let arrived
const server = http.createServer((req, res) => {
  let body = ''
  req.on('data', (part) => (body += part))
  req.on('end', () => {
    arrived = body
    res.end('{}')
  })
})
await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
const text = '{"event":"Order Completed","userId":12345678901234567890,"properties":{"revenue":1,"revenue":59.90}}'
const request = {
  method: 'POST', url: `http://127.0.0.1:${server.address().port}/v1/track`, httpVersion: 'HTTP/1.1',
  cookies: [], headers: [{ name: 'content-type', value: 'application/json' }], queryString: [],
  postData: { mimeType: 'application/json', text }, headersSize: -1, bodySize: text.length,
}
const languages = [['shell', 'curl'], ['go', 'native'], ['java', 'okhttp'], ['php', 'guzzle'], ['ruby', 'native'], ['javascript', 'fetch'], ['python', 'requests']]
for (const [name, Snippet] of [['httpsnippet', Kong], ['@readme/httpsnippet', Readme]]) {
  for (const [language, client] of languages) {
    const code = String(new Snippet(request).convert(language, client)).replaceAll('\\"', '"')
    const id = /userId"?'?: ?(\d+)/.exec(code)[1]
    console.log(`${name} ${language}: userId ${id}, ${code.split('revenue').length - 1} of 2 revenues`)
    if (language === 'javascript') {
      const quiet = { log() {}, error() {} }
      const arriving = new Promise((done) => server.once('request', (_, res) => res.on('finish', done)))
      await new AsyncFunction('console', code)(quiet)
      await arriving
      console.log(`  run, it sent ${arrived}`)
    }
  }
}
server.closeAllConnections()
server.close()
JS
cat >want <<'WANT'
httpsnippet shell: userId 12345678901234567890, 2 of 2 revenues
httpsnippet go: userId 12345678901234567890, 2 of 2 revenues
httpsnippet java: userId 12345678901234567890, 2 of 2 revenues
httpsnippet php: userId 12345678901234567890, 2 of 2 revenues
httpsnippet ruby: userId 12345678901234567890, 2 of 2 revenues
httpsnippet javascript: userId 12345678901234567000, 1 of 2 revenues
  run, it sent {"event":"Order Completed","userId":12345678901234567000,"properties":{"revenue":59.9}}
httpsnippet python: userId 12345678901234567000, 1 of 2 revenues
@readme/httpsnippet shell: userId 12345678901234567000, 1 of 2 revenues
@readme/httpsnippet go: userId 12345678901234567890, 2 of 2 revenues
@readme/httpsnippet java: userId 12345678901234567890, 2 of 2 revenues
@readme/httpsnippet php: userId 12345678901234567890, 2 of 2 revenues
@readme/httpsnippet ruby: userId 12345678901234567890, 2 of 2 revenues
@readme/httpsnippet javascript: userId 12345678901234567000, 1 of 2 revenues
  run, it sent {"event":"Order Completed","userId":12345678901234567000,"properties":{"revenue":59.9}}
@readme/httpsnippet python: userId 12345678901234567000, 1 of 2 revenues
WANT
timeout 40 node run.mjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

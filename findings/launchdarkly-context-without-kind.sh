#!/usr/bin/env bash
# LaunchDarkly takes or refuses one context by whether it names its kind, and by language
#
# Packages: github.com/launchdarkly/go-sdk-common/v3 v3.4.0, @launchdarkly/node-server-sdk 9.13.7 (npm), on 2026-11-29
# Expected: {"key":…} means {"kind":"user","key":…}: both are taken or both are
#           refused, and the Go and the Node SDK agree.
# Seen:     without a kind an empty key is taken by both SDKs, with one it is
#           refused. A number as key without a kind is an error in Go and becomes
#           a string in Node. "anonymous": null with a kind is an error in Go, and
#           taken in Node.
# Meets it: who writes a context as JSON once and reads it in both languages, and
#           who counts on an empty user key being refused: all those users are one.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 \
	@launchdarkly/node-server-sdk@9.13.7
go mod init finding >/dev/null 2>&1
go get github.com/launchdarkly/go-sdk-common/v3@v3.4.0 >/dev/null 2>&1

cat >contexts <<'JSON'
{"key":""}
{"kind":"user","key":""}
{"key":42}
{"kind":"user","key":42}
{"key":"u","anonymous":null}
{"kind":"user","key":"u","anonymous":null}
JSON

cat >main.go <<'GO'
package main

import (
	"bufio"
	"fmt"
	"os"

	"github.com/launchdarkly/go-sdk-common/v3/ldcontext"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var c ldcontext.Context
		if err := c.UnmarshalJSON(lines.Bytes()); err != nil {
			fmt.Println("refused")
			continue
		}
		fmt.Printf("key %q\n", c.Key())
	}
}
GO

cat >run.mjs <<'JS'
import http from 'node:http'
import { readFileSync } from 'node:fs'
import { init } from '@launchdarkly/node-server-sdk'

const keys = new Map()
const server = http.createServer((req, res) => {
  let body = ''
  req.on('data', (part) => (body += part))
  req.on('end', () => {
    for (const e of JSON.parse(body)) if (e.kind === 'custom') keys.set(e.key, e.context.key)
    res.writeHead(202).end()
  })
})
await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
const url = `http://127.0.0.1:${server.address().port}`
const none = () => {}
const client = init('sdk-key', {
  baseUri: url, streamUri: url, eventsUri: url, useLdd: true, stream: false, diagnosticOptOut: true,
  logger: { error: none, warn: none, info: none, debug: none },
})
const lines = readFileSync('contexts', 'utf8').trim().split('\n')
for (const line of lines) client.track(line, JSON.parse(line))
await client.flush()
for (const line of lines) console.log(keys.has(line) ? `key ${JSON.stringify(keys.get(line))}` : 'refused')
process.exit()
JS

cat >want <<'WANT'
{"key":""} | Go: key "" | Node: key ""
{"kind":"user","key":""} | Go: refused | Node: refused
{"key":42} | Go: refused | Node: key "42"
{"kind":"user","key":42} | Go: refused | Node: refused
{"key":"u","anonymous":null} | Go: key "u" | Node: key "u"
{"kind":"user","key":"u","anonymous":null} | Go: refused | Node: key "u"
WANT
GOFLAGS=-mod=mod go run . <contexts | sed 's/^/ | Go: /' >go.out
timeout 40 node run.mjs | sed 's/^/ | Node: /' >node.out
paste -d '' contexts go.out node.out | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

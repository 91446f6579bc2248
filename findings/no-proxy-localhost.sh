#!/usr/bin/env bash
# NO_PROXY=localhost covers 127.0.0.1 for a new axios, and not for an older one or undici
#
# Package:  axios 1.21.1 and 1.13.2, undici 6.22.0 (npm), on 2026-11-29
# Expected: NO_PROXY names hosts as they are written, so that a call to 127.0.0.1 goes to the
#           proxy in all three.
# Seen:     axios 1.21.1 takes the names of this machine for one another and goes straight
#           there; axios 1.13.2 and undici's EnvHttpProxyAgent ask the proxy.
# Meets it: who points an SDK at a server on 127.0.0.1 behind a company's proxy: of two SDKs
#           with the same environment, one sends its calls there and the other to the proxy, and an
#           update of axios changes which.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 \
	axios@1.21.1 axios-before@npm:axios@1.13.2 undici@6.22.0

cat >run.cjs <<'JS'
const http = require('node:http')
const { EnvHttpProxyAgent, fetch } = require('undici')

const listen = (who) =>
  new Promise((ready) => {
    const server = http.createServer((_, res) => res.end(who))
    server.on('connect', (_, socket) => socket.end('HTTP/1.1 502 no tunnel\r\n\r\n'))
    server.listen(0, '127.0.0.1', () => ready(`http://127.0.0.1:${server.address().port}`))
  })

async function main() {
  const proxy = await listen('the proxy')
  const server = await listen('the server')
  process.env.HTTP_PROXY = process.env.http_proxy = proxy
  process.env.NO_PROXY = process.env.no_proxy = 'localhost'
  console.log(`axios 1.21.1: ${(await require('axios').get(server)).data}`)
  console.log(`axios 1.13.2: ${(await require('axios-before').get(server)).data}`)
  const agent = new EnvHttpProxyAgent()
  console.log(`undici 6.22.0: ${await fetch(server, { dispatcher: agent }).then((res) => res.text(), () => 'the proxy')}`)
  process.exit()
}
main()
JS

cat >want <<'WANT'
axios 1.21.1: the server
axios 1.13.2: the proxy
undici 6.22.0: the proxy
WANT
timeout 40 node --no-warnings run.cjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

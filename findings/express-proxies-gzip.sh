#!/usr/bin/env bash
# Two Express proxies behind express.json() pass a gzipped body on as plain JSON that is said to be gzip
#
# Packages: http-proxy-middleware 3.0.11, express-http-proxy 2.1.2, express 5.3.0 (npm), on 2026-11-30
# Expected: a body that express.json() has read is made anew by fixRequestBody, which is there for
#           that, and by express-http-proxy by itself, with headers that fit it.
# Seen:     both write the object as JSON and mend its Content-Length, but Content-Encoding: gzip
#           stays, so that it cannot be decoded. Without express.json(), the gzip arrives as it was.
# Meets it: who sends an app's /v1 on to a collector through its Express server: the events of SDKs that
#           do not compress arrive, and those of the ones that do are refused as broken gzip.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-30 \
	http-proxy-middleware@3.0.11 express-http-proxy@2.1.2 express@5.3.0

cat >run.mjs <<'JS'
import http from 'node:http'
import zlib from 'node:zlib'
import express from 'express'
import expressHttpProxy from 'express-http-proxy'
import { createProxyMiddleware, fixRequestBody } from 'http-proxy-middleware'

const listen = (handler) =>
  new Promise((ready) => {
    const server = http.createServer(handler)
    server.listen(0, '127.0.0.1', () => ready(`http://127.0.0.1:${server.address().port}`))
  })
const target = await listen(async (req, res) => {
  const parts = []
  for await (const part of req) parts.push(part)
  const body = Buffer.concat(parts)
  const is = body.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b])) ? 'gzip' : body.toString()
  res.end(`Content-Encoding ${req.headers['content-encoding']}, body ${is}`)
})
const proxies = {
  'http-proxy-middleware, fixRequestBody': createProxyMiddleware({ target, on: { proxyReq: fixRequestBody } }),
  'express-http-proxy': expressHttpProxy(target),
}
for (const [name, proxy] of Object.entries(proxies)) {
  for (const parsed of [true, false]) {
    const app = express()
    if (parsed) app.use(express.json())
    app.use(proxy)
    const res = await fetch(`${await listen(app)}/v1/t`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: zlib.gzipSync('{"event":"Order Completed"}'),
    })
    console.log(`${name}, express.json() ${parsed}: ${await res.text()}`)
  }
}
process.exit()
JS

cat >want <<'WANT'
http-proxy-middleware, fixRequestBody, express.json() true: Content-Encoding gzip, body {"event":"Order Completed"}
http-proxy-middleware, fixRequestBody, express.json() false: Content-Encoding gzip, body gzip
express-http-proxy, express.json() true: Content-Encoding gzip, body {"event":"Order Completed"}
express-http-proxy, express.json() false: Content-Encoding gzip, body gzip
WANT
timeout 40 node run.mjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

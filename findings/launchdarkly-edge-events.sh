#!/usr/bin/env bash
# LaunchDarkly's SDKs for the edge take events and send none, Akamai's not even when told to
#
# Packages: @launchdarkly/cloudflare-server-sdk 2.2.3, @launchdarkly/akamai-server-base-sdk 1.0.7 (npm), on 2026-11-30
# Expected: track and flush send an event, as with LaunchDarkly's other server SDKs, or say that they do not.
# Seen:     by default both are fulfilled and nothing is sent or logged, on Cloudflare as on Akamai:
#           sendEvents is false. With sendEvents true, Cloudflare's sends the event. Akamai's has it,
#           logs at the level of debugging that it flushes two events, is fulfilled, and makes no request.
# Meets it: who moves a handler to the edge and its calls of track with it: flags are served as before, and the
#           experiment's metric stays at zero.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-30 \
	@launchdarkly/cloudflare-server-sdk@2.2.3 @launchdarkly/akamai-server-base-sdk@1.0.7

cat >run.mjs <<'JS'
import http from 'node:http'
import https from 'node:https'
import { init as akamai } from '@launchdarkly/akamai-server-base-sdk'
import { init as cloudflare } from '@launchdarkly/cloudflare-server-sdk'

let sent
globalThis.fetch = async (url, options) => {
  sent.push(...JSON.parse(options.body).map((event) => event.kind))
  return new Response(null, { status: 202 })
}
http.request = https.request = () => {
  sent.push('by another way')
}

const flags = { flags: {}, segments: {} }
const inits = {
  cloudflare: (options) => cloudflare('client-side-id', { get: async () => flags }, options),
  akamai: (options) =>
    akamai({ sdkKey: 'client-side-id', featureStoreProvider: { get: async () => JSON.stringify(flags) }, options }),
}
for (const [name, init] of Object.entries(inits)) {
  for (const more of [{}, { sendEvents: true }]) {
    sent = []
    const said = []
    const say = (text) => said.push(text)
    const client = init({ ...more, logger: { error: say, warn: say, info: say, debug() {} } })
    await client.waitForInitialization()
    client.track('Order Completed', { kind: 'user', key: 'u_42' }, null, 99.84)
    const flush = await client.flush().then(() => 'fulfilled', () => 'rejected')
    console.log(`${name} ${JSON.stringify(more)}: flush ${flush}, ${said.length} lines logged, sent: ${sent.join(', ') || 'nothing'}`)
  }
}
process.exit()
JS

cat >want <<'WANT'
cloudflare {}: flush fulfilled, 0 lines logged, sent: nothing
cloudflare {"sendEvents":true}: flush fulfilled, 0 lines logged, sent: index, custom
akamai {}: flush fulfilled, 0 lines logged, sent: nothing
akamai {"sendEvents":true}: flush fulfilled, 0 lines logged, sent: nothing
WANT
timeout 40 node run.mjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

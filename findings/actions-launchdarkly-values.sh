#!/usr/bin/env bash
# Segment's LaunchDarkly (Actions) destination makes values of blanks and nulls
#
# Packages: @segment/action-destinations 3.497.0 on @segment/actions-core 3.170.0 (npm), on 2026-11-29
# Expected: a blank revenue is no value, or is refused like other texts that are
#           no number; an empty userId gives way to the anonymousId, as null does;
#           an anonymousId of null is no key.
# Seen:     " " counts as 0 and "" as nothing, without looking at value in either
#           case; an empty userId has the event refused; an anonymousId of null is
#           the key "null", one for everybody. (actions-core loads liquidjs without
#           naming it as a dependency: it is installed here by hand.)
# Meets it: who sends what a form or a cookie held: averages sink by the zeros, and
#           unrelated visitors are one.
#
# The destination's request is caught in the process; nothing leaves it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
# Its many other dependencies are for other destinations: the package is unpacked, not installed.
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 \
	@segment/actions-core@3.170.0 liquidjs@10.25.0 dayjs@1.11.23
npm pack --silent @segment/action-destinations@3.497.0 >/dev/null
tar xzf segment-action-destinations-3.497.0.tgz package/dist/lib package/dist/destinations/launchdarkly

cat >run.cjs <<'JS'
const https = require('node:https')
const { PassThrough } = require('node:stream')
const { Destination } = require('@segment/actions-core')
const launchdarkly = require('./package/dist/destinations/launchdarkly/index.js').default

let body
https.request = () => {
  const request = new PassThrough()
  const parts = []
  request.on('data', (part) => parts.push(part))
  request.on('end', () => {
    body = Buffer.concat(parts)
    request.emit('response', Object.assign(PassThrough.from([]), { statusCode: 202, headers: {} }))
  })
  return request
}

const settings = {
  client_id: 'client-side-id',
  subscription: {
    partnerAction: 'trackEvent', name: 'Track Event', enabled: true,
    subscribe: launchdarkly.presets[0].subscribe, mapping: launchdarkly.presets[0].mapping,
  },
}

async function main() {
  for (const event of [
    { userId: 'u', properties: { revenue: ' ', value: 5 } },
    { userId: 'u', properties: { revenue: '', value: 5 } },
    { userId: 'u', properties: { revenue: null, value: 5 } },
    { userId: '', anonymousId: 'a' },
    { userId: null, anonymousId: 'a' },
    { userId: 'u', anonymousId: null },
  ]) {
    body = undefined
    try {
      await new Destination(launchdarkly).onEvent({ type: 'track', event: 'E', ...event }, settings)
      const [{ contextKeys, metricValue }] = JSON.parse(body)
      console.log(`${JSON.stringify(event)}: ${JSON.stringify({ contextKeys, metricValue })}`)
    } catch (err) {
      console.log(`${JSON.stringify(event)}: ${err.message}`)
    }
  }
}
main()
JS

cat >want <<'WANT'
{"userId":"u","properties":{"revenue":" ","value":5}}: {"contextKeys":{"user":"u"},"metricValue":0}
{"userId":"u","properties":{"revenue":"","value":5}}: {"contextKeys":{"user":"u"}}
{"userId":"u","properties":{"revenue":null,"value":5}}: {"contextKeys":{"user":"u"},"metricValue":5}
{"userId":"","anonymousId":"a"}: The root value is missing the required field 'user_key'.
{"userId":null,"anonymousId":"a"}: {"contextKeys":{"unauthenticatedUser":"a","user":"a"}}
{"userId":"u","anonymousId":null}: {"contextKeys":{"unauthenticatedUser":"null","user":"u"}}
WANT
timeout 40 node run.cjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

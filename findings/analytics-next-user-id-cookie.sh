#!/usr/bin/env bash
# analytics.js reads a user id back from its cookie as JSON
#
# Package:  @segment/analytics-next 1.84.3 (npm; run in jsdom 29.1.1), on 2026-11-29
# Expected: identify("12345678901234567890") on shop.example.org gives the same
#           userId on app.example.org: that is what the cookie on example.org is for.
# Seen:     where the local storage does not hold the id (another subdomain, or
#           storage cleared), the cookie's text goes through a JSON parser: a
#           long number loses its last digits, "1e5" becomes "100000", "1.0" "1",
#           "true" a boolean, and "null" nobody. No warning is given.
# Meets it: who has numeric or hex user ids and experiments over two subdomains:
#           Segment and LaunchDarkly then know two different users.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 \
	@segment/analytics-next@1.84.3 jsdom@29.1.1

cat >run.cjs <<'JS'
const { JSDOM, CookieJar } = require('jsdom')

// A page of its own for every call: fresh modules and local storage, the jar's cookies.
async function page(host, cookieJar, act) {
  const { window } = new JSDOM('<!doctype html>', { url: `http://${host}/`, cookieJar })
  const sent = []
  const fetch = async (_, { body }) => {
    sent.push(JSON.parse(body))
    return new Response('{}')
  }
  Object.assign(window, { fetch })
  for (const name of ['document', 'location', 'localStorage', 'navigator'])
    Object.defineProperty(globalThis, name, { value: window[name], configurable: true })
  Object.assign(globalThis, { window, fetch })
  for (const file of Object.keys(require.cache)) if (file.includes('analytics-next')) delete require.cache[file]
  const { AnalyticsBrowser } = require('@segment/analytics-next')
  const [analytics] = await AnalyticsBrowser.load({
    writeKey: 'WK',
    cdnSettings: { integrations: { 'Segment.io': { apiKey: 'WK' } } },
  })
  await act(analytics)
  window.close()
  return JSON.stringify(sent.at(-1).userId)
}

async function main() {
  for (const id of ['12345678901234567890', '9007199254740993', '1e5', '1.0', 'true', 'null', '007', 'u_42']) {
    const jar = new CookieJar()
    const first = await page('shop.example.org', jar, (a) => a.identify(id))
    const second = await page('app.example.org', jar, (a) => a.track('Order Completed'))
    console.log(`${first} -> ${second}`)
  }
  process.exit()
}
main()
JS

cat >want <<'WANT'
"12345678901234567890" -> "12345678901234567000"
"9007199254740993" -> "9007199254740992"
"1e5" -> "100000"
"1.0" -> "1"
"true" -> true
"null" -> null
"007" -> "007"
"u_42" -> "u_42"
WANT
timeout 40 node run.cjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

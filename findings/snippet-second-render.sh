#!/usr/bin/env bash
# Segment's snippet, rendered twice with the same options, loads with a text as its settings
#
# Package:  @segment/snippet 5.2.1 (npm), on 2026-11-29
# Expected: rendering twice with one options object gives the same text twice.
# Seen:     rendering writes into the options object: the second text calls
#           analytics.load with the first call's source text as its settings, and
#           every further one nests it once more.
# Meets it: servers that keep the options in a constant and render per request:
#           the first page after a start has the settings (apiHost and the like),
#           all the others have a text in their place.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 @segment/snippet@5.2.1

cat >run.cjs <<'JS'
const snippet = require('@segment/snippet')

const load = { integrations: { 'Segment.io': { apiHost: '127.0.0.1:8910/v1', protocol: 'http' } } }
const options = { apiKey: 'WK', page: false, load }
for (const time of ['first', 'second']) console.log(`${time}: ${snippet.max(options).match(/analytics\.load\(.*/)[0]}`)
JS

cat >want <<'WANT'
first: analytics.load("WK", {"integrations":{"Segment.io":{"apiHost":"127.0.0.1:8910/v1","protocol":"http"}}});
second: analytics.load("WK", "analytics.load(\"WK\", {\"integrations\":{\"Segment.io\":{\"apiHost\":\"127.0.0.1:8910/v1\",\"protocol\":\"http\"}}});");
WANT
timeout 40 node run.cjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

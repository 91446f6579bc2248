#!/usr/bin/env bash
# Typewriter's code sends an event whose name has a "&" or a quote under another name
#
# Package:  typewriter 9.2.0 (with typescript 4.9.5), on 2026-11-30
# Expected: the function that is made of the rule "Terms & Conditions Accepted" sends an
#           event of that name.
# Seen:     the name goes through a template that escapes HTML: the event is called
#           "Terms &amp; Conditions Accepted", and "Trial's End" "Trial&#x27;s End".
#           Neither the plan nor a metric has these.
#           Where a schema requires "properties" and none in it, each event is required
#           to have a property called properties.
# Meets it: every plan with such a name; the experiment counts nothing, and Protocols
#           reports an unplanned event.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export HOME=$dir
npm init -y >/dev/null
npm i --no-audit --no-fund --ignore-scripts typewriter@9.2.0 typescript@4.9.5 >/dev/null 2>&1

cat >typewriter.yml <<'YML'
client: {language: typescript, sdk: analytics-node, languageOptions: {}}
trackingPlans: [{id: tp_1, path: ./out}]
YML
mkdir out
cat >out/plan.json <<'JSON'
{"id": "tp_1", "name": "Shop", "slug": "shop", "rules": [
  {"type": "TRACK", "key": "Terms & Conditions Accepted", "version": 1, "jsonSchema": {"type": "object", "required": ["properties"],
    "properties": {"properties": {"type": "object", "properties": {"revenue": {"type": "number"}}}}}},
  {"type": "TRACK", "key": "Trial's End", "version": 1, "jsonSchema": {"type": "object", "properties": {"properties": {"type": "object", "properties": {"days": {"type": "integer"}}}}}},
  {"type": "TRACK", "key": "Plan #1 Chosen", "version": 1, "jsonSchema": {"type": "object", "properties": {"properties": {"type": "object"}}}}]}
JSON
TYPEWRITER_TOKEN=none timeout 120 npx typewriter build >/dev/null 2>&1

cat >run.js <<'JS'
const fs = require('fs'), ts = require('typescript')
const code = ts.transpileModule(fs.readFileSync('out/segment.ts', 'utf8'), {compilerOptions: {module: 'commonjs', target: 'es2020', esModuleInterop: true}})
fs.writeFileSync('segment.js', code.outputText)
const made = require('./segment.js')
made.setTypewriterOptions({
  analytics: {track: (message) => console.log('sends', JSON.stringify(message.event))},
  onViolation: (message, errors) => console.log('says of it:', errors.map((e) => e.message).join()),
})
made.termsConditionsAccepted({userId: 'u', properties: {revenue: 59.9}})
made.trialSEnd({userId: 'u', properties: {days: 3}})
made.plan1Chosen({userId: 'u', properties: {}})
JS

cat >want <<'WANT'
says of it: must have required property 'properties'
sends "Terms &amp; Conditions Accepted"
sends "Trial&#x27;s End"
sends "Plan #1 Chosen"
WANT
node run.js | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'

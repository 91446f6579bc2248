// Asks segtap in tests of Node. Copy it: there is no package to install.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'

// serve starts a segtap on a free port; it keeps what comes in memory.
export async function serve(...flags) {
  const { SEGTAP = 'segtap' } = process.env
  const child = spawn(SEGTAP, ['serve', '--listen', '127.0.0.1:0', '--memory', ...flags], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'close')
  ended.catch(() => {}) // told below
  const said = []
  let url
  for await (const line of createInterface(child.stderr)) {
    said.push(line)
    url = line.match(/listening on (http\S+)/)?.[1]
    if (url) break
  }
  if (url) {
    child.stderr.resume() // what else it says is passed over
    return { ...at(url), stop: () => (child.kill(), ended) }
  }
  await ended.catch((problem) => said.push(`${problem.message}: install it, or say where it is, SEGTAP=/path/to/segtap`))
  throw new Error(['segtap did not start:', ...said].join('\n'))
}

// at asks the segtap that answers there.
export function at(url) {
  const token = process.env.SEGTAP_API_TOKEN
  async function ask(method, path, query = {}, body = undefined) {
    const headers = { ...(token && { authorization: `Bearer ${token}` }), ...(body && { 'content-type': 'application/yaml' }) }
    const response = await fetch(`${url}/_segtap/v1${path}?${new URLSearchParams(query)}`, { method, headers, body })
    const answer = await response.json()
    if (answer.error) throw new Error([answer.error.message, answer.error.hint].filter(Boolean).join('\n'))
    return answer
  }
  return {
    url,
    // reset begins a test: what came before is not looked at, nor what was made before and comes late.
    reset: async () => (await ask('POST', '/reset')).epoch,
    // wait resolves to events as soon as so many are there.
    wait: async (after, filter, count = 1, timeout = '10s') => (await ask('GET', '/wait', { after, ...(filter && { filter }), count, timeout })).events,
    // check fails unless all holds that a file expects. It waits that long for what is missing.
    check: async (after, file, wait = '0s') => {
      const { ok, results, late } = await ask('POST', '/check', { after, wait, name: file }, await readFile(file))
      const unmet = results.filter((r) => !r.ok).map(told)
      if (late) unmet.push(`${late} left out that were made before the epoch`)
      if (!ok) throw new Error(unmet.join('\n'))
    },
  }
}

// told says what was expected, what came, and what is wrong with the event that came nearest.
function told({ name, expected, came, nearest }) {
  const lines = [name, `  expected: ${expected}`, `  came:     ${came}`]
  if (nearest) {
    const { event, what, code, pointer, value, effect, fix } = nearest
    const place = [code, pointer && `at ${pointer}`].filter(Boolean).join(' ')
    const found = [[place, value].filter(Boolean).join(', '), effect].filter(Boolean).join(': ')
    lines.push(`  nearest:  ${JSON.stringify(event)}: ${what}`)
    if (found) lines.push(`            ${found}`)
    if (fix) lines.push(`            ${fix}`)
  }
  return lines.join('\n')
}

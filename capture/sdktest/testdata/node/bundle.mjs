// Bundles the module on standard input for a browser, as an application that
// has analytics.js from npm does.
import { build } from 'esbuild'
import { text } from 'node:stream/consumers'

const result = await build({
  stdin: { contents: await text(process.stdin), resolveDir: process.cwd() },
  bundle: true,
  format: 'iife',
  write: false,
})
process.stdout.write(result.outputFiles[0].contents)

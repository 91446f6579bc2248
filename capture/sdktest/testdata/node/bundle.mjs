// Bundles the module on standard input, as an application that has its SDK from
// npm does: for a browser, or with the argument react-native for Node, with what
// only a phone has stubbed.
import { build } from 'esbuild'
import { text } from 'node:stream/consumers'

const phone = {
  platform: 'node',
  alias: {
    'react-native': './react-native.mjs',
    react: './react.mjs',
    '@react-native-async-storage/async-storage': './async-storage.mjs',
  },
  external: ['react-native-get-random-values'], // without which the SDK takes Node's
}
const result = await build({
  stdin: { contents: await text(process.stdin), resolveDir: process.cwd() },
  bundle: true,
  format: 'iife',
  write: false,
  ...(process.argv[2] === 'react-native' ? phone : {}),
})
process.stdout.write(result.outputFiles[0].contents)

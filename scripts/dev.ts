import { spawn } from 'node:child_process'
import { once } from 'node:events'
// Builds the server, so that it runs as it does for its users, with its bundled Actors.
import './build.ts'

/**
 * Runs the server that was just built, and stops with the watcher. The watcher runs this file again
 * when a source changes: `npm run dev`, or `npm run dev -- --http --read-only` with flags of the server.
 */
const flags = process.argv.slice(2)
const args = ['dist/main.js', ...(flags.length > 0 ? flags : ['--http', '--local'])]
console.log(`Serving: node ${args.join(' ')}`)
const server = spawn(process.execPath, args, { stdio: 'inherit' })
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => server.kill(signal))
const [code] = await once(server, 'exit')
process.exitCode = code ?? 0

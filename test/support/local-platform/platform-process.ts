import { startLocalPlatform } from '../../../src/local/index.ts'

/** A platform in its own process, to be killed: `platform-process.ts DATA_DIR ACTOR_DIR`. */
const [dir = '', actorDir = ''] = process.argv.slice(2)
const { baseUrl, token } = await startLocalPlatform({ dir, actorDirs: [actorDir] })
process.stdout.write(`${JSON.stringify({ baseUrl, token })}\n`)

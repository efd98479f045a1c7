import { writeFiles } from './project-files.ts'

/** Writes the files of an Actor project. A value that is not a text is written as JSON. */
export async function writeActor(
  folder: string,
  script: string,
  files: Record<string, unknown> = {},
): Promise<void> {
  await writeFiles(folder, {
    '.actor/actor.json': { actorSpecification: 1, name: 'tester', version: '0.1' },
    'package.json': { type: 'module', scripts: { start: 'node main.js' } },
    'main.js': PRELUDE + script,
    ...files,
  })
}

/** Helpers for the scripts of the tests. They use only the variables of the run. */
const PRELUDE = `
const { APIFY_API_BASE_URL, APIFY_TOKEN, ACTOR_RUN_ID } = process.env
const call = async (method, path, body) => {
  const headers = { authorization: 'Bearer ' + APIFY_TOKEN, 'content-type': 'application/json' }
  const response = await fetch(APIFY_API_BASE_URL + '/v2' + path, { method, headers, body })
  return response.text()
}
const idle = () => setInterval(() => {}, 1000)
const say = (statusMessage) =>
  call('PUT', '/actor-runs/' + ACTOR_RUN_ID, JSON.stringify({ statusMessage }))
`

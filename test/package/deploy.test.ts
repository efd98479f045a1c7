import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { validateInputSchema } from '@apify/input_schema'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { FLAGS } from '../../src/config/config.ts'
import { makeFolder } from '../support/folder.ts'
import { startHttp } from '../support/http.ts'
import { ROOT } from '../support/root.ts'

const read = (path: string) => readFile(join(ROOT, path), 'utf8')

interface Instruction {
  name: string
  rest: string
}

/** Parses the instructions of a Dockerfile. Drops comments and joins continued lines. */
function instructionsOf(text: string): Instruction[] {
  return text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^([A-Z]+) +(.*)$/.exec(line) ?? []
      return { name, rest: rest.trim() }
    })
}

const instructions = instructionsOf(await read('Dockerfile'))
const lastStage = instructions.slice(instructions.map(({ name }) => name).lastIndexOf('FROM'))

/** Returns the words of an instruction in exec form in the last stage. */
function wordsOf(name: string): string[] {
  const { rest = '' } = lastStage.find((entry) => entry.name === name) ?? {}
  return z.array(z.string()).parse(JSON.parse(rest.slice(rest.indexOf('['))))
}

async function exitCode(command: string[], env: Record<string, string>): Promise<number> {
  const [program = '', ...args] = command
  expect(program).toBe('node')
  const child = spawn(process.execPath, args, { env, stdio: 'ignore' })
  const [code] = await once(child, 'close')
  return Number(code)
}

describe('the Dockerfile', () => {
  it('has known instructions, pinned images and existing files', async () => {
    const known = 'FROM WORKDIR COPY RUN ENV USER EXPOSE HEALTHCHECK ENTRYPOINT'.split(' ')
    expect(instructions.filter(({ name }) => !known.includes(name))).toEqual([])
    const ignored = (await read('.dockerignore')).split('\n')
    for (const { name, rest } of instructions) {
      if (name === 'FROM') expect(rest).toMatch(/^node:\d+-slim( AS \w+)?$/)
      if (name !== 'COPY' || rest.startsWith('--from=')) continue
      for (const source of rest.split(' ').slice(0, -1)) {
        expect(ignored, `${source} is in the build context`).toContain(`!${source}`)
        await expect(
          cp(join(ROOT, source), await temporaryPath(), { recursive: true }),
        ).resolves.toBe(undefined)
      }
    }
  })

  it('runs without privileges', () => {
    const users = lastStage.filter(({ name }) => name === 'USER').map(({ rest }) => rest)
    expect(users).toEqual(['node'])
  })

  it('needs only the built folder, and has a working health check', async () => {
    const dir = await temporaryPath()
    await cp(join(ROOT, 'dist'), join(dir, 'dist'), { recursive: true })
    const [program, ...args] = wordsOf('ENTRYPOINT')
    expect(program).toBe('node')
    const child = spawn(process.execPath, args, {
      cwd: dir,
      env: { ACTOR_WEB_SERVER_PORT: '0' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const [line] = await once(createInterface({ input: child.stderr }), 'line')
    const { url } = z.object({ url: z.string() }).parse(JSON.parse(String(line)))
    const { port } = new URL(url)
    const check = wordsOf('HEALTHCHECK')
    expect(await exitCode(check, { ACTOR_WEB_SERVER_PORT: port })).toBe(0)
    expect(await exitCode(check, { ACTOR_STANDBY_PORT: port })).toBe(0)
    const ended = once(child, 'close')
    child.kill('SIGTERM')
    expect((await ended)[0]).toBe(0)
    expect(await exitCode(check, { ACTOR_WEB_SERVER_PORT: port })).toBe(1)
  })
})

async function temporaryPath(): Promise<string> {
  const dir = await makeFolder('deploy-')
  return join(dir, 'copy')
}

const probe = z.object({
  httpGet: z.object({ path: z.literal('/healthz'), port: z.literal('http') }),
})
const deployment = z.object({
  kind: z.literal('Deployment'),
  spec: z.object({
    replicas: z.literal(2),
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.object({
        terminationGracePeriodSeconds: z.int().min(16),
        securityContext: z.object({ runAsNonRoot: z.literal(true) }),
        containers: z.tuple([
          z.object({
            image: z.string(),
            args: z.array(z.string()),
            ports: z.tuple([z.object({ name: z.literal('http'), containerPort: z.int() })]),
            readinessProbe: probe,
            livenessProbe: probe,
          }),
        ]),
      }),
    }),
  }),
})

describe('the Kubernetes manifest', () => {
  it('runs two replicas with probes behind one service', async () => {
    const { items } = z
      .object({ kind: z.literal('List'), items: z.array(z.looseObject({ kind: z.string() })) })
      .parse(JSON.parse(await read('deploy/kubernetes.json')))
    const { spec } = deployment.parse(items.find(({ kind }) => kind === 'Deployment'))
    const [container] = spec.template.spec.containers
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(await read('package.json')))
    expect(container.image).toBe(`apify-agent-tools:${version}`)
    const service = items.find(({ kind }) => kind === 'Service')
    expect(service).toMatchObject({
      spec: { selector: spec.template.metadata.labels, ports: [{ targetPort: 'http' }] },
    })
    const flags = FLAGS.map(({ name }) => `--${name}`)
    for (const arg of container.args) expect(flags).toContain(arg.split('=')[0])
    expect(container.args).toContain(`--port=${container.ports[0].containerPort}`)
  })

  it('has arguments with which the server answers the probes', async () => {
    const { base } = await startHttp({ args: ['--allowed-hosts=mcp.example.com'] })
    expect((await fetch(`${base}/healthz`)).status).toBe(200)
  })
})

describe('the Standby Actor', () => {
  it('names existing files, the path of MCP and the version of the package', async () => {
    const actor = z
      .object({
        actorSpecification: z.literal(1),
        name: z.literal('apify-agent-tools'),
        version: z.string(),
        usesStandbyMode: z.literal(true),
        webServerMcpPath: z.literal('/mcp'),
        dockerfile: z.string(),
        readme: z.string(),
        input: z.string(),
        webServerSchema: z.string(),
      })
      .loose()
      .parse(JSON.parse(await read('.actor/actor.json')))
    const folder = join(ROOT, '.actor')
    for (const path of [actor.dockerfile, actor.readme, actor.webServerSchema])
      expect((await readFile(resolve(folder, path))).length).toBeGreaterThan(0)
    expect(dirname(resolve(folder, actor.dockerfile))).toBe(resolve(ROOT))
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(await read('package.json')))
    expect(version.startsWith(`${actor.version}.`)).toBe(true)
    const input: unknown = JSON.parse(await readFile(resolve(folder, actor.input), 'utf8'))
    validateInputSchema(
      new Ajv2019({ strict: false }),
      z.record(z.string(), z.unknown()).parse(input),
    )
  })

  it('answers the readiness probe of the platform', async () => {
    const { base } = await startHttp()
    const headers = { 'x-apify-container-server-readiness-probe': '1' }
    expect((await fetch(`${base}/`, { headers })).status).toBe(200)
  })
})

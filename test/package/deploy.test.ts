import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { validateInputSchema } from '@apify/input_schema'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { FLAGS } from '../../src/config/flags.ts'
import { freePort } from '../support/free-port.ts'
import { call, post } from '../support/http.ts'
import { HAS_IMAGE, makeImage } from '../support/image.ts'
import { ROOT } from '../support/root.ts'

const read = (path: string) => readFile(join(ROOT, path), 'utf8')

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

const readManifest = async () =>
  z
    .object({ kind: z.literal('List'), items: z.array(z.looseObject({ kind: z.string() })) })
    .parse(JSON.parse(await read('deploy/kubernetes.json'))).items

/** Returns the container of a replica, with what it is told. */
async function containerOf() {
  const found = (await readManifest()).find(({ kind }) => kind === 'Deployment')
  return deployment.parse(found).spec.template.spec.containers[0]
}

describe('the Kubernetes manifest', () => {
  it('runs two replicas with probes behind one service', async () => {
    const items = await readManifest()
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

  it.runIf(HAS_IMAGE)('has arguments with which the image answers the probes', async () => {
    const { args, ports } = await containerOf()
    const port = await freePort()
    const image = await makeImage()
    const given = args.map((arg) => arg.replace(`${ports[0].containerPort}`, `${port}`))
    const { base } = await image.serve(given)
    expect((await fetch(`${base}/healthz`)).status).toBe(200)
    expect(await image.checkHealth()).toBe(0)
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

  it.runIf(HAS_IMAGE)('answers the readiness probe of the platform', async () => {
    const { environmentVariables } = z
      .object({ environmentVariables: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await read('.actor/actor.json')))
    const port = `${await freePort()}`
    const image = await makeImage()
    const { base } = await image.serve([], {
      ...environmentVariables,
      ACTOR_STANDBY_PORT: port,
      ACTOR_WEB_SERVER_PORT: port,
      // The token of the owner of the run, which clients do not get.
      APIFY_TOKEN: 'apify_api_ofTheOwner',
    })
    expect((await post(`${base}/mcp`, call(1, 'whoami'))).status).toBe(401)
    const headers = { 'x-apify-container-server-readiness-probe': '1' }
    expect((await fetch(`${base}/`, { headers })).status).toBe(200)
  })
})

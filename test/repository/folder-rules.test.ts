import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ROOT } from '../support/root.ts'
import { sources } from '../support/sources.ts'

/** A file in each folder with rules, and what it must not import. */
const FORBIDDEN: Record<string, string[]> = {
  'tools/runs/get_run.ts': [
    './get_log.ts',
    '../storage/get_record.ts',
    '../index.ts',
    '../../src/apify/transport/client.ts',
    '../../src/local/index.ts',
    '../../src/mcp/jsonrpc.ts',
    '../../src/config/config.ts',
    '../../src/exit/redact.ts',
    '../../src/untrusted/parse-json.ts',
    '../../src/query/ask.ts',
    '../../src/docs-search/docs.ts',
    'minisearch',
    '@modelcontextprotocol/sdk/types.js',
    'undici',
    'node:fs/promises',
    'node:http',
  ],
  'tools/support/text/one-line.ts': [
    '../../runs/get_run.ts',
    '../../../src/apify/api.ts',
    '../../../src/app/serve.ts',
    '../../../src/untrusted/worker-pool.ts',
    'node:child_process',
  ],
  'src/budget/fit-rows.ts': ['../shared/json.ts', '../tool-call/tool.ts', 'node:fs'],
  'src/exit/redact.ts': [
    '../tool-call/tool.ts',
    '../mcp/jsonrpc.ts',
    '../config/config.ts',
    'pino',
  ],
  'src/shared/json.ts': ['../budget/fit-rows.ts', '../config/config.ts'],
  'src/apify/types/run-types.ts': ['../transport/client.ts'],
  'src/apify/endpoints/runs.ts': ['../../budget/fit-rows.ts', '../../local/index.ts', 'pino'],
  'src/tool-call/tool.ts': [
    '../apify/api.ts',
    '../mcp/jsonrpc.ts',
    '../payments/x402.ts',
    '../../tools/index.ts',
  ],
  'src/payments/x402.ts': ['../apify/api.ts', '../mcp/jsonrpc.ts', '../app/serve.ts', 'undici'],
  'src/untrusted/parse-json.ts': ['../apify/api.ts', '../tool-call/tool.ts', 'undici'],
  'src/query/engine.ts': [
    './worker/session.ts',
    '../exit/redact.ts',
    '../untrusted/worker-pool.ts',
    '../tool-call/tool.ts',
    '@sqlite.org/sqlite-wasm',
    're2js',
    'node:fs',
  ],
  'src/query/worker/session.ts': ['../../budget/fit-rows.ts', '../../apify/api.ts', 'node:fs'],
  'src/docs-search/docs.ts': ['../apify/api.ts', '../tool-call/tool.ts', 'undici', 'node:fs'],
  'src/config/config.ts': ['../mcp/select-tools.ts', '../app/serve.ts'],
  'src/mcp/http/server.ts': ['../../apify/api.ts', '../../local/index.ts', '../../app/serve.ts'],
  'src/local/index.ts': ['../shared/json.ts', '../apify/types/run-types.ts', 'undici'],
  'src/local/runs/run.ts': ['../../shared/json.ts', '../http/query.ts', '../routes/index.ts'],
  'src/local/builds/builds.ts': ['../http/query.ts', '../routes/index.ts', 'undici'],
  'src/local/schedules/scheduler.ts': ['../http/query.ts', '../routes/index.ts', 'undici'],
  'src/local/webhooks/webhooks.ts': ['../http/query.ts', '../routes/index.ts', 'undici'],
  'src/local/storage/dataset/dataset.ts': ['../../http/query.ts', '../../routes/index.ts'],
  'src/local/http/router.ts': [
    '../routes/index.ts',
    '../process/attach.ts',
    '../../shared/json.ts',
    'undici',
  ],
  'src/local/process/main.ts': [
    '../../shared/json.ts',
    '../../config/config.ts',
    '../routes/index.ts',
    '../storage/open-storages.ts',
    'undici',
  ],
  'src/app/serve.ts': ['undici', '@modelcontextprotocol/sdk/types.js', '@x402/core/schemas'],
  'actors/website-crawler/main.ts': ['../../src/shared/json.ts', '../../tools/index.ts'],
}

/** What some of these files may import. */
const ALLOWED: Record<string, string[]> = {
  'tools/runs/get_run.ts': [
    '../support/arguments.ts',
    '../../src/tool-call/tool.ts',
    '../../src/apify/types/apify.ts',
    '../../src/untrusted/walk-path.ts',
    '../../src/query/query-contract.ts',
    '../../src/docs-search/docs-contract.ts',
    '../../src/query/columns.ts',
    '../../src/query/column-types.ts',
  ],
  'src/tool-call/tool.ts': [
    '../apify/types/apify.ts',
    '../budget/fit-rows.ts',
    '../query/query-contract.ts',
    '../docs-search/docs-contract.ts',
  ],
  'src/docs-search/docs.ts': ['../exit/redact.ts', '../apify/transport/encoding.ts', 'minisearch'],
  'src/query/engine.ts': [
    '../shared/errors.ts',
    '../untrusted/memory-shares.ts',
    'node:worker_threads',
  ],
  'src/query/worker/session.ts': [
    '../query-contract.ts',
    '../../exit/redact.ts',
    '../../shared/errors.ts',
    '@sqlite.org/sqlite-wasm',
    're2js',
  ],
  'src/local/http/router.ts': ['../services.ts', '../runs/run.ts', 'ws'],
  'src/local/actors/run-input.ts': ['../api-error.ts', 're2js'],
  'src/local/process/main.ts': ['../open-platform.ts', '../http/router.ts', 'node:http'],
  'src/local/runs/run.ts': ['../api-error.ts', '../actors/project.ts', '../storage/index.ts'],
  'src/mcp/http/server.ts': ['@modelcontextprotocol/sdk/types.js', '../../config/config.ts'],
  'src/apify/endpoints/runs.ts': [
    '../types/run-types.ts',
    '../../exit/redact.ts',
    '../../shared/json.ts',
    'undici',
  ],
  'src/exit/redact.ts': ['../budget/token-cost.ts', '../shared/json.ts'],
  'src/apify/api.ts': ['../untrusted/parse-json.ts'],
  'src/apify/types/run-types.ts': ['../../untrusted/json-reader.ts'],
  'src/payments/x402.ts': [
    '../tool-call/payments.ts',
    '../apify/types/payment.ts',
    '../shared/errors.ts',
    '@x402/core/schemas',
  ],
  'src/untrusted/parse-json.ts': [
    '../budget/pruned.ts',
    '../shared/json.ts',
    'node:worker_threads',
  ],
}

const report = z.object({
  diagnostics: z.array(
    z.object({ category: z.string(), location: z.object({ path: z.string() }) }),
  ),
})

let folder: string
let reported: Map<string, number>

const fixtures = [...new Set([...Object.keys(FORBIDDEN), ...Object.keys(ALLOWED)])]
const nameOf = (file: string, kind: string) => file.replace(/[\w-]+\.ts$/, `${kind}-fixtures.ts`)

/** Writes a file with imports of the given modules. */
async function writeFixture(file: string, kind: string, specifiers: string[] = []): Promise<void> {
  const path = join(folder, nameOf(file, kind))
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, specifiers.map((one, i) => `import * as x${i} from '${one}'\n`).join(''))
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'folder-rules-'))
  await cp(join(ROOT, 'biome.json'), join(folder, 'biome.json'))
  for (const file of fixtures) {
    await writeFixture(file, 'forbidden', FORBIDDEN[file])
    await writeFixture(file, 'allowed', ALLOWED[file])
  }
  const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome')
  const flags = ['--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none']
  const args = [biome, 'lint', '--only=style/noRestrictedImports', ...flags, folder]
  const printed = await new Promise<string>((resolve) =>
    execFile(process.execPath, args, { cwd: folder }, (_, stdout) => resolve(stdout)),
  )
  reported = new Map()
  for (const { location } of report.parse(JSON.parse(printed)).diagnostics) {
    const path = location.path.replace(`${folder}/`, '')
    reported.set(path, (reported.get(path) ?? 0) + 1)
  }
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the folder rules of the linter', () => {
  it.each(Object.entries(FORBIDDEN))('report the forbidden imports of %s', (file, specifiers) => {
    expect(reported.get(nameOf(file, 'forbidden'))).toBe(specifiers.length)
  })

  it.each(Object.keys(ALLOWED))('accept the allowed imports of %s', (file) => {
    expect(reported.get(nameOf(file, 'allowed'))).toBeUndefined()
  })

  it('cover every folder', () => {
    const covered = new Set(fixtures.map((file) => file.split('/').slice(0, 2).join('/')))
    const inTools = (path: string) => path.startsWith('tools/')
    const missing = [...sources.keys()].filter((path) => {
      if (path.split('/').length < 3 || (inTools(path) && !path.startsWith('tools/support/')))
        return false
      return !covered.has(path.split('/').slice(0, 2).join('/'))
    })
    expect(missing).toEqual([])
  })
})

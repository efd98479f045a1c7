import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startPlatform, untilLogged } from '../../support/local-platform/platform.ts'
import { logOf } from '../../support/local-platform/sdk-platform.ts'
import { hasPython, WITHOUT_PYTHON } from '../../support/python.ts'
import { ROOT } from '../../support/root.ts'

const PROGRAM = join(ROOT, 'test/support/local-platform/python-contract.py')

test.skipIf(!hasPython)(
  `a Python Actor finds what Apify's SDK for Python relies on${WITHOUT_PYTHON}`,
  async () => {
    const files = { 'src/__main__.py': await readFile(PROGRAM, 'utf8'), 'package.json': {} }
    const platform = await startPlatform({ files })
    await rm(join(platform.dir, 'actor', 'main.js'))
    const headers = { 'content-type': 'application/json' }
    const started = await platform.call('POST /v2/actors/~tester/runs?timeout=300', {
      body: '{"name":"World"}',
      headers,
    })
    const { id } = started.json.data
    await untilLogged(platform, id, 'READY')
    await platform.call(`POST /v2/actor-runs/${id}/abort?gracefully=true`)
    const run = (await platform.call(`GET /v2/actor-runs/${id}?waitForFinish=60`)).json.data
    expect(run, await logOf(platform, id)).toMatchObject({ status: 'ABORTED', exitCode: 0 })
    const items = await platform.call(`GET /v2/actor-runs/${id}/dataset/items`)
    expect(items.json).toEqual([{ greeting: 'Hello World' }, { n: 2 }])
    expect((await platform.call('GET /v2/datasets/~kept/items')).json).toEqual([{ kept: true }])
    const output = await platform.call(`GET /v2/actor-runs/${id}/key-value-store/records/OUTPUT`)
    expect(output.json).toEqual({ checked: true })
  },
)

test.skipIf(!hasPython)(
  `a Python Actor logs each line as it is printed, and fails by its exception${WITHOUT_PYTHON}`,
  async () => {
    const script = 'print("before")\nraise ValueError("the reason")\n'
    const platform = await startPlatform({ files: { 'main.py': script, 'package.json': {} } })
    await rm(join(platform.dir, 'actor', 'main.js'))
    const { json } = await platform.call('POST /v2/actors/~tester/runs?waitForFinish=60')
    expect(json.data).toMatchObject({ status: 'FAILED', exitCode: 1 })
    expect(await logOf(platform, json.data.id)).toMatch(/before\n.*ValueError: the reason/s)
  },
)

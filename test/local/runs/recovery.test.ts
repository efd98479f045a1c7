import { mkdir, rename, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stableId } from '../../../src/local/ids.ts'
import { CrashMarkers } from '../../../src/local/runs/crash-markers.ts'
import { recoverRuns } from '../../../src/local/runs/recovery.ts'
import { RunStore } from '../../../src/local/runs/run-store.ts'
import { makeFolder } from '../../support/folder.ts'
import { writeRuns } from '../../support/local-platform/data-folder.ts'

const IDS = ['one', 'two'].map((name) => stableId('run', name))

test.skipIf(process.platform === 'win32')(
  'a run that cannot be read after a crash keeps no other from its end, and is marked at the next start',
  async () => {
    const dir = await makeFolder()
    await mkdir(join(dir, 'live'))
    const markers = new CrashMarkers(join(dir, 'live'))
    await writeRuns(
      dir,
      IDS.map((id) => ({ id, status: 'RUNNING', finishedAt: null })),
    )
    for (const id of IDS) await markers.set(id, {})
    const file = join(dir, 'runs', IDS[0] ?? '', 'run.json')
    await rename(file, `${file}.away`)
    await symlink(file, file)
    const recover = async () => {
      const store = new RunStore(join(dir, 'runs'))
      const faults: unknown[] = []
      await recoverRuns(store, markers, (error) => faults.push(error))
      return { store, faults }
    }
    const first = await recover()
    expect(first.faults).toMatchObject([{ code: 'ELOOP' }])
    expect((await first.store.get(IDS[1] ?? ''))?.status).toBe('FAILED')
    await rename(`${file}.away`, file)
    const second = await recover()
    expect(second.faults).toEqual([])
    expect((await second.store.get(IDS[0] ?? ''))?.status).toBe('FAILED')
    expect(await markers.clearUp()).toEqual([])
  },
)

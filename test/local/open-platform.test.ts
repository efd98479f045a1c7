import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startLocalPlatform } from '../../src/local/index.ts'
import { makeFolder } from '../support/folder.ts'

const listening = () =>
  process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length

test('a platform whose storages cannot be opened listens nowhere, and may start later', async () => {
  const dir = await makeFolder()
  await writeFile(join(dir, 'datasets'), '')
  const before = listening()
  await expect(startLocalPlatform({ dir, actorDirs: [] })).rejects.toThrow('datasets')
  expect(listening()).toBe(before)
  await rm(join(dir, 'datasets'))
  const platform = await startLocalPlatform({ dir, actorDirs: [] })
  expect(listening()).toBeGreaterThan(before)
  await platform.close()
})

import { basename } from 'node:path'
import { expect, it } from 'vitest'
import { runAlone } from '../../support/built-program.ts'
import { BLOCKS, blocksFor } from './blocks.ts'
import { withFile } from './recipes.ts'

it.each(blocksFor('repository/docs/config-files.test.ts'))(
  'the config file in $path sets each of its keys',
  async ({ path, file = '', code }) => {
    const { $schema, ...settings } = JSON.parse(code)
    expect(basename($schema)).toBe('config.schema.json')
    const commands = BLOCKS.filter((block) => block.path === path && block.code.includes(file))
    expect(commands.some(({ lang }) => lang === 'sh')).toBe(true)
    const args = ['--config', await withFile(file), '--print-config']
    const { code: exit, stdout } = await runAlone(args)
    const printed = JSON.parse(stdout)
    expect({ exit, warnings: printed.warnings }).toEqual({ exit: 0, warnings: [] })
    for (const [key, value] of Object.entries(settings))
      expect(printed.settings[key], key).toMatchObject({ value, from: 'file' })
  },
)

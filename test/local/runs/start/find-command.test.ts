import { chmod } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findCommand } from '../../../../src/local/runs/start/find-command.ts'
import { nodeFileCommand } from '../../../../src/local/runs/start/node-file.ts'
import { pythonCommand } from '../../../../src/local/runs/start/python-file.ts'
import { makeFolder } from '../../../support/folder.ts'
import { writeFiles } from '../../../support/local-platform/project-files.ts'
import { hasPython, WITHOUT_PYTHON } from '../../../support/python.ts'

const node = process.execPath
/** Stands for whatever Python is found. */
const PYTHON = 'python'

/** Returns the words that start a project of these files; `python` for the path of Python. */
async function wordsOf(files: Record<string, unknown>, dockerfile?: string): Promise<string[]> {
  const folder = await makeFolder()
  await writeFiles(folder, files)
  const { file, args } = await findCommand({ folder, definition: { dockerfile } })
  return [/python3?$/.test(file) ? PYTHON : file, ...args]
}

/** An image whose command is this. */
const image = (command: string) => `FROM example\nCOPY . ./\nCMD ${command}\n`
const script = (start: string) => ({ type: 'module', scripts: { start } })

describe('the command that starts a project', () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    [
      'the start script before all else',
      { 'package.json': script('node run.js --x=1'), 'main.js': '', 'main.py': '' },
      [node, 'run.js', '--x=1'],
    ],
    ['main.js', { 'main.js': '', 'src/main.js': '', 'main.py': '' }, [node, 'main.js']],
    ['main.mjs', { 'main.mjs': '', 'main.ts': '' }, [node, 'main.mjs']],
    ['src/main.mjs', { 'src/main.mjs': '' }, [node, 'src/main.mjs']],
    ['src/main.js before main.ts', { 'src/main.js': '', 'main.ts': '' }, [node, 'src/main.js']],
    [
      'a file before the Dockerfile',
      { 'src/main.cjs': '', Dockerfile: image('node other.js'), 'other.js': '' },
      [node, 'src/main.cjs'],
    ],
    [
      'a package.json without a start script as none',
      { 'package.json': { scripts: { test: 'x' } }, 'main.js': '' },
      [node, 'main.js'],
    ],
    [
      'a CMD in exec form',
      { Dockerfile: image('["node", "a.js", "x y"]'), 'a.js': '' },
      [node, 'a.js', 'x y'],
    ],
    [
      'a CMD in shell form',
      { Dockerfile: image('node --no-warnings ./a.js'), 'a.js': '' },
      [node, '--no-warnings', './a.js'],
    ],
    [
      'a CMD with an option and its value before the file, which no build makes',
      {
        'package.json': { scripts: { build: 'tsc' } },
        Dockerfile: image('["node", "--import", "tsx", "src/it.ts"]'),
        'src/it.ts': '',
      },
      [node, '--import', 'tsx', 'src/it.ts'],
    ],
    [
      'the Dockerfile in .actor',
      {
        '.actor/Dockerfile': image('node a.js'),
        Dockerfile: image('node b.js'),
        'a.js': '',
        'b.js': '',
      },
      [node, 'a.js'],
    ],
    [
      'the CMD of the last stage',
      { Dockerfile: `${image('node b.js')}${image('node \\\n  a.js')}`, 'a.js': '', 'b.js': '' },
      [node, 'a.js'],
    ],
  ])('is %s', async (_, files, words) => {
    expect(await wordsOf(files)).toEqual(words)
  })

  it.skipIf(!hasPython).each<[string, Record<string, unknown>, string[]]>([
    ['main.py', { 'main.py': '', 'src/__main__.py': '' }, [PYTHON, 'main.py']],
    ['src as a module', { 'src/__main__.py': '', 'src/main.py': '' }, [PYTHON, '-m', 'src']],
    ['src/main.py', { 'src/main.py': '' }, [PYTHON, 'src/main.py']],
    [
      'a module of a CMD',
      { Dockerfile: image('["python3", "-u", "-m", "my_actor"]'), 'my_actor/__main__.py': '' },
      [PYTHON, '-u', '-m', 'my_actor'],
    ],
    [
      'a file of a CMD',
      { Dockerfile: image('/usr/local/bin/python3.12 run/it.py'), 'run/it.py': '' },
      [PYTHON, 'run/it.py'],
    ],
  ])(`is %s, in Python${WITHOUT_PYTHON}`, async (_, files, words) => {
    expect(await wordsOf(files)).toEqual(words)
  })

  it('is the CMD of the Dockerfile that actor.json names', async () => {
    const files = {
      'docker/my.Dockerfile': image('node a.js'),
      Dockerfile: image('node b.js'),
      'a.js': '',
      'b.js': '',
    }
    expect(await wordsOf(files, '../docker/my.Dockerfile')).toEqual([node, 'a.js'])
  })

  it.each<[string, string]>([
    ['npm', '["npm", "start"]'],
    ['a shell with operators', 'node a.js && node b.js'],
    ['a variable', 'node $FILE'],
    ['a file outside of the project', '["node", "/opt/a.js"]'],
    ['a file above the project', '["node", "../a.js"]'],
    ['a file that is missing', 'node gone.js'],
    ['exec form that is not JSON', "['node', 'a.js']"],
    ['no file', 'node'],
    ['arguments of an entry point', 'node a.js\nENTRYPOINT ["sh"]'],
  ])('is not a CMD with %s, and names what to add', async (_, command) => {
    const failed = wordsOf({ Dockerfile: image(command), 'a.js': '', 'b.js': '' })
    await expect(failed).rejects.toThrow(/nothing to run.*"start" script.*main\.js, main\.py.*CMD/)
  })

  it('asks for a build that the CMD needs', async () => {
    const files = {
      'package.json': { scripts: { build: 'tsc' } },
      Dockerfile: image('node dist/main.js'),
    }
    await expect(wordsOf(files)).rejects.toThrow(
      'dist/main.js is not built yet. Run "npm run build"',
    )
  })
})

describe('TypeScript', () => {
  it.each([
    ['20.18.1', false],
    ['22.17.1', false],
    ['22.18.0', true],
    ['23.5.0', false],
    ['23.6.0', true],
    ['24.0.0', true],
    ['26.1.0', true],
  ])('runs in Node %s: %s', async (version, runs) => {
    const folder = await makeFolder()
    await writeFiles(folder, { 'src/main.ts': '' })
    const found = await nodeFileCommand(folder, version)
    if (runs) expect(found).toEqual({ file: node, args: ['src/main.ts'] })
    else
      expect(found).toMatch(
        `Node ${version} cannot run src/main.ts in ${folder}. Start the server with Node 22.18`,
      )
  })
})

describe('Python', () => {
  it('of the virtual environment comes before that of the PATH', async () => {
    const folder = await makeFolder()
    const [bin, own] = process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']
    const inside = join(folder, '.venv', bin, own)
    const outside = join(folder, 'tools', own)
    await writeFiles(folder, { [join('tools', own)]: '' })
    await chmod(outside, 0o755)
    const path = [join(folder, 'nothing'), '', join(folder, 'tools')].join(delimiter)
    expect(await pythonCommand(folder, ['x.py'], path)).toEqual({ file: outside, args: ['x.py'] })
    await writeFiles(folder, { [join('.venv', bin, own)]: '' })
    await chmod(inside, 0o755)
    expect(await pythonCommand(folder, ['x.py'], path)).toEqual({ file: inside, args: ['x.py'] })
  })

  it('that is nowhere is named as missing', async () => {
    const folder = await makeFolder()
    await expect(pythonCommand(folder, ['x.py'], folder)).rejects.toThrow(
      /No Python was found to run .*\. Install Python 3/,
    )
  })
})

import type { Step } from './run-steps.ts'

/** Returns the command that runs a TypeScript program of the repository, without building first. */
function tsx(file: string, ...args: string[]): Step['command'] {
  return [process.execPath, '--import', 'tsx', file, ...args]
}

/** Returns the command that runs the tests of a configuration, without building first. */
function vitest(config: string, ...flags: string[]): Step['command'] {
  return [process.execPath, 'node_modules/vitest/vitest.mjs', 'run', '--config', config, ...flags]
}

/** Returns Vitest's flags for a JSON report under a name. */
function reportTo(folder: string, name: string): string[] {
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${folder}/${name}.json`]
}

/**
 * Returns what CI runs. `npm test` builds; what uses the build comes after it and does not build again.
 * Downloads come first, since they wait for the network while the tests use the processor.
 * @param reports the folder for Vitest's JSON reports
 * @param nodes the major versions of Node to test on, beside the one that runs this
 */
export function ciSteps(reports: string, nodes: readonly string[]): Step[] {
  const built = ['npm test']
  const nodeTests = nodes.map((major) => ({
    name: `tests on Node ${major}`,
    command: tsx('scripts/nodes.ts', major, '--', ...reportTo(reports, `node-${major}`)),
    after: [...built, 'install Node versions'],
  }))
  return [
    { name: 'check', command: ['npm', 'run', 'check'] },
    { name: 'install Node versions', command: tsx('scripts/nodes.ts', '--install') },
    { name: 'install clients', command: tsx('scripts/interop.ts', '--install') },
    { name: 'install Prism', command: tsx('scripts/prism.ts', '--install') },
    { name: 'install Chromium', command: tsx('scripts/views.ts', '--install') },
    { name: 'install conformance suite', command: tsx('test/conformance/run.ts', '--install') },
    { name: 'npm test', command: ['npm', 'test', '--', ...reportTo(reports, 'test')] },
    { name: 'tokens', command: tsx('scripts/tokens.ts') },
    {
      name: 'interop',
      command: tsx('scripts/interop.ts', ...reportTo(reports, 'interop')),
      after: [...built, 'install clients'],
    },
    {
      name: 'prism',
      command: tsx('scripts/prism.ts', ...reportTo(reports, 'prism')),
      after: [...built, 'install Prism'],
    },
    {
      name: 'views',
      command: tsx('scripts/views.ts', ...reportTo(reports, 'views')),
      after: [...built, 'install Chromium'],
    },
    {
      name: 'attack',
      command: vitest('test/attack/vitest.config.ts', ...reportTo(reports, 'attack')),
      // Attacks fill the memory. Clients beside them start too slowly for their own time limits.
      after: [...built, 'interop'],
    },
    ...nodeTests,
    {
      name: 'conformance',
      command: tsx('test/conformance/run.ts'),
      after: [...built, 'install conformance suite'],
    },
    {
      name: 'soak',
      command: tsx('scripts/soak/index.ts', '--minutes', '0.2'),
      after: built,
    },
    { name: 'docs', command: tsx('scripts/docs.ts', '--check'), after: built },
    { name: 'bundle', command: tsx('scripts/bundle.ts'), after: built },
    { name: 'demo', command: tsx('scripts/demo.ts'), after: built },
  ]
}

/**
 * Tests whose result may differ between versions of Node, and the part of Node that they depend on.
 */
export interface NodeTests {
  /** Paths of files, or prefixes of paths. */
  paths: readonly string[]
  why: string
}

/**
 * The tests that CI runs on every version of Node. The others check results that JavaScript itself
 * computes: they run on one version in `.ci/run`, and on each in the workflow on GitHub.
 */
export const NODE_TESTS: readonly NodeTests[] = [
  {
    paths: [
      'test/mcp/http/server',
      'test/mcp/http/cancel',
      'test/mcp/http/connection-owner',
      'test/mcp/http/shutdown',
      'test/mcp/http/unread-bodies',
      'test/mcp/modern/http',
    ],
    why: 'node:http: streams of answers, closing of connections, time limits',
  },
  {
    paths: ['test/mcp/stdio/transport', 'test/mcp/stdio/fast-start'],
    why: 'streams of standard input and output, and how a process ends',
  },
  {
    paths: [
      'test/apify/transport/body-readers',
      'test/apify/transport/proxy',
      'test/apify/transport/read-chunks',
      'test/apify/transport/token',
    ],
    why: 'undici on the sockets, TLS and streams of Node; the limits of its heap',
  },
  {
    paths: ['test/app/process', 'test/app/embedded-server'],
    why: 'signals and exit codes of the program, importing the library',
  },
  {
    paths: ['test/package/tarball', 'test/package/bundle'],
    why: 'how Node and its npm load and start what is published',
  },
  {
    paths: [
      'test/local/runs/log/',
      'test/local/runs/runs',
      'test/local/runs/sdk.test',
      'test/local/runs/shutdown',
      'test/local/runs/typescript',
      'test/local/runs/whole-logs',
      'test/local/http/server',
      'test/local/storage/crash',
    ],
    why: 'child processes and their output, process groups, file locks and what a killed process leaves',
  },
  {
    paths: ['test/mcp/http/oauth/verify-token'],
    why: 'Web Crypto: the algorithms that access tokens are signed by',
  },
  {
    paths: ['test/query/worker/main', 'test/query/worker/hostile', 'test/query/worker/sqlite'],
    why: 'WebAssembly, its memory and its stack: the package of SQLite is made for Node 22 and later',
  },
]

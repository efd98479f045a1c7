/** Packages that belong to some folders alone, by what their paths match. */
export const PACKAGES: Record<string, RegExp> = {
  '@decimalturn/toml-patch': /^src\/app\/install\//,
  '@humanwhocodes/momoa': /^src\/config\//,
  '@modelcontextprotocol/sdk/types.js': /^src\/mcp\/(?!tasks\/)/,
  '@opentelemetry/api': /^src\/telemetry\//,
  '@sqlite.org/sqlite-wasm': /^src\/query\/worker\//,
  '@x402/core/schemas': /^src\/payments\//,
  jose: /^src\/mcp\/http\/oauth\//,
  'jsonc-parser': /^src\/app\/install\//,
  minisearch: /^src\/docs-search\//,
  pino: /^src\/mcp\/http\/(?!oauth\/)/,
  'prom-client': /^src\/mcp\/http\/(?!oauth\/)/,
  re2js: /^(?:tools\/support|src\/query\/worker|src\/local\/actors)\//,
  undici: /^src\/apify\/(?!types\/)/,
}

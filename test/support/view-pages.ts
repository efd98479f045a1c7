import type { ViewPages } from '../../src/mcp/apps/view-resources.ts'

/** The capabilities of a client that shows views. */
export const SHOWS_VIEWS = {
  extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } },
}

/** Returns a page for each view. */
export function viewPages(version = 1): ViewPages {
  const page = (name: string) => `<!doctype html><title>${name}</title><p>${version}</p>`
  return {
    dataset: page('dataset'),
    run: page('run'),
    actor: page('actor'),
    record: page('record'),
  }
}

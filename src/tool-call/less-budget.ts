import type { Settings } from './tool.ts'

/** Returns settings with a smaller budget of results: `tokens` are kept for what is added to one later. */
export function withLessBudget(settings: Settings, tokens: number): Settings {
  return { ...settings, maxResultTokens: settings.maxResultTokens - tokens }
}

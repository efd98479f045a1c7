import type { Client } from '../client.ts'
import { antigravity } from './antigravity.ts'
import { claudeCode } from './claude-code.ts'
import { claudeDesktop } from './claude-desktop.ts'
import { codex } from './codex.ts'
import { cursor } from './cursor.ts'
import { devin } from './devin.ts'
import { vscode } from './vscode.ts'
import { zed } from './zed.ts'

/** The clients that `install` knows. The table in docs/clients.md is generated from it. */
export const CLIENTS: readonly Client[] = [
  claudeCode,
  claudeDesktop,
  cursor,
  vscode,
  devin,
  codex,
  antigravity,
  zed,
]

import type { HostContext } from './host-context.ts'

const applied = new Set<string>()

/** Shows the page as the host wants it: theme, colours, fonts, and free of what the device covers. */
export function applyHostContext(context: HostContext): void {
  const root = document.documentElement
  root.dataset.theme = context.theme
  root.dataset.mode = context.displayMode
  for (const name of applied) if (!(name in context.variables)) root.style.removeProperty(name)
  applied.clear()
  for (const [name, value] of Object.entries(context.variables)) {
    root.style.setProperty(name, value)
    applied.add(name)
  }
  for (const [side, pixels] of Object.entries(context.safeArea)) {
    root.style.setProperty(`--safe-${side}`, `${pixels}px`)
  }
  applyFonts(context.fonts ?? '')
}

let fonts: HTMLStyleElement | undefined

function applyFonts(text: string): void {
  if (text === (fonts?.textContent ?? '')) return
  fonts ??= document.head.appendChild(document.createElement('style'))
  fonts.textContent = text
}

/** Toolsets that are offered if the operator names none. */
const DEFAULT_TOOLSETS = ['actors', 'runs', 'storage'] as const
/** Toolsets that are offered only if the operator names them: most agents would pay for tools that they never call. */
const OPTIONAL_TOOLSETS = ['automation', 'docs', 'develop', 'dynamic'] as const

export const TOOLSETS = [...DEFAULT_TOOLSETS, ...OPTIONAL_TOOLSETS] as const
export type Toolset = (typeof TOOLSETS)[number]

/** Names that stand for several toolsets. */
export const TOOLSET_GROUPS: Readonly<Record<string, readonly Toolset[]>> = {
  default: DEFAULT_TOOLSETS,
  all: TOOLSETS,
}

/** Returns names of toolsets and tools, with the toolsets in place of their groups. */
export function expandToolsets(names: readonly string[] | undefined): Set<string> {
  const wanted = names && names.length > 0 ? names : ['default']
  return new Set(wanted.flatMap((name) => TOOLSET_GROUPS[name] ?? name))
}

/** The views that tools may be shown in, by the files that the build makes of them. */
export const VIEW_NAMES = ['dataset', 'run', 'actor', 'record'] as const
export type ViewName = (typeof VIEW_NAMES)[number]

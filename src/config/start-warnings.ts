/** Returns lines for the operator about settings that have no effect. They do not keep the server from starting. */
export function startWarnings(
  proxyWarning: string | undefined,
  { readOnly, actorTools }: { readOnly: boolean; actorTools: readonly string[] },
): string[] {
  const warnings = proxyWarning === undefined ? [] : [proxyWarning]
  if (readOnly && actorTools.length > 0)
    warnings.push(
      `--read-only leaves out the Actors of --actor-tools, since each of these tools starts a run: ${actorTools.join(', ')}.`,
    )
  return warnings
}

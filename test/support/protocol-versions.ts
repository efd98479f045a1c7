/** The last version with a handshake. */
export const LEGACY = '2025-11-25'
/** The first version without a handshake. */
export const MODERN = '2026-07-28'

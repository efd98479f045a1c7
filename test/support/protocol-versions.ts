/** The first version without a handshake. */
export const MODERN = '2026-07-28'

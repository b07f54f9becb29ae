/** Where a walk begins or ends. */
export type PathPlace = { kind: 'dials' } | { kind: 'mean' } | { kind: 'saved'; id: string } | { kind: 'picture'; index: number }

import type { Component } from 'svelte'

/** An icon of @lucide/svelte, imported by its own path: `import Play from '@lucide/svelte/icons/play'`. */
export type Icon = Component<{ size?: number | string; 'aria-hidden'?: 'true' }>

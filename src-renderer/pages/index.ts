// The pages, one line each, in the order of the sidebar. A page is one file here and its own helpers in a folder of the same name.
//
// Conventions. A page has one <h1> through parts/PageHeader, one primary button, and reads where it is from `router.route`. It asks the lab
// through `resource(...)` and `watchRun(...)`, shows errors with parts/ErrorNote and emptiness with parts/EmptyState, names its keys with
// `useCommands(...)` and what it shows with `useCrumbs(...)`. Parts know no contract: they take plain values. Changes that can be taken back go
// through `undo.perform(...)`. Colours, spaces and sizes come from style/tokens.css; styles never stand in a `style="..."` attribute, which
// the page's policy forbids (use `style:` or a class).
import type { Component } from 'svelte'
import Eye from '@lucide/svelte/icons/eye'
import FlaskConical from '@lucide/svelte/icons/flask-conical'
import Sparkles from '@lucide/svelte/icons/sparkles'
import Sigma from '@lucide/svelte/icons/sigma'
import type { Icon } from '../parts/icon.ts'
import type { PageName } from '../router.svelte.ts'

export interface Page {
  route: PageName
  title: string
  icon: Icon
  /** In the sidebar: above, at its foot, or not at all. */
  place: 'top' | 'foot' | 'none'
  keys?: string
  load: () => Promise<{ default: Component }>
}

export const pages: Page[] = [
  { route: 'look', title: 'Look inside', icon: Eye, place: 'top', keys: 'Ctrl+4', load: () => import('./Look.svelte') },
  { route: 'imagine', title: 'Imagine', icon: Sparkles, place: 'top', keys: 'Ctrl+5', load: () => import('./Imagine.svelte') },
  { route: 'objective', title: 'Objective', icon: Sigma, place: 'top', load: () => import('./Objective.svelte') },
  { route: 'reproduce', title: 'Reproduce', icon: FlaskConical, place: 'top', keys: 'Ctrl+7', load: () => import('./Reproduce.svelte') },
]

// The pages, one line each, in the order of the sidebar. A page is one file here and its own helpers in a folder of the same name.
//
// Conventions. A page has one <h1> through components/PageHeader, one primary button, and reads where it is from `router.route`. It asks
// the lab through `resource(...)` and `watchRun(...)`, shows errors with components/ErrorNote and emptiness with components/EmptyState,
// names its keys with `useCommands(...)` and what it shows with `useCrumbs(...)`. Components know no lab: they take plain values. Changes
// that can be taken back go through `undo.perform(...)`. Colours, spaces and sizes come from style/tokens.css; styles never stand in a
// `style="..."` attribute, which the page's policy forbids (use `style:` or a class).
import type { Component } from 'svelte'
import House from 'lucide-static/icons/house.svg?raw'
import Grid3x3 from 'lucide-static/icons/grid-3x3.svg?raw'
import Settings from 'lucide-static/icons/settings.svg?raw'
import CircleHelp from 'lucide-static/icons/circle-question-mark.svg?raw'
import GraduationCap from 'lucide-static/icons/graduation-cap.svg?raw'
import Eye from 'lucide-static/icons/eye.svg?raw'
import FlaskConical from 'lucide-static/icons/flask-conical.svg?raw'
import Sparkles from 'lucide-static/icons/sparkles.svg?raw'
import Sigma from 'lucide-static/icons/sigma.svg?raw'
import List from 'lucide-static/icons/list.svg?raw'
import ShoppingBasket from 'lucide-static/icons/shopping-basket.svg?raw'
import GitCompare from 'lucide-static/icons/git-compare.svg?raw'
import type { IconSource } from '../components/icon-source.ts'
import type { PageName } from '../state/router.svelte.ts'

export interface Page {
  route: PageName
  title: string
  icon: IconSource
  /** In the sidebar: above, at its foot, or not at all. */
  place: 'top' | 'foot' | 'none'
  keys?: string
  load: () => Promise<{ default: Component }>
}

export const pages: Page[] = [
  { route: 'home', title: 'Home', icon: House, place: 'top', keys: 'Ctrl+1', load: () => import('./home/Home.svelte') },
  {
    route: 'reproduce',
    title: 'Reproduce',
    icon: FlaskConical,
    place: 'top',
    keys: 'Ctrl+2',
    load: () => import('./reproduce/Reproduce.svelte'),
  },
  { route: 'data', title: 'Data', icon: Grid3x3, place: 'top', keys: 'Ctrl+3', load: () => import('./data/Data.svelte') },
  { route: 'train', title: 'Train', icon: GraduationCap, place: 'top', keys: 'Ctrl+4', load: () => import('./train/Train.svelte') },
  { route: 'look', title: 'Look inside', icon: Eye, place: 'top', keys: 'Ctrl+5', load: () => import('./look/Look.svelte') },
  { route: 'imagine', title: 'Imagine', icon: Sparkles, place: 'top', keys: 'Ctrl+6', load: () => import('./imagine/Imagine.svelte') },
  { route: 'runs', title: 'Runs', icon: List, place: 'top', keys: 'Ctrl+7', load: () => import('./runs/Runs.svelte') },
  { route: 'compare', title: 'Compare', icon: GitCompare, place: 'none', load: () => import('./compare/Compare.svelte') },
  { route: 'basket', title: 'Basket', icon: ShoppingBasket, place: 'none', load: () => import('./basket/Basket.svelte') },
  { route: 'objective', title: 'Objective', icon: Sigma, place: 'foot', load: () => import('./objective/Objective.svelte') },
  { route: 'settings', title: 'Settings', icon: Settings, place: 'foot', keys: 'Ctrl+,', load: () => import('./settings/Settings.svelte') },
  { route: 'help', title: 'Help', icon: CircleHelp, place: 'foot', keys: 'F1', load: () => import('./help/Help.svelte') },
]

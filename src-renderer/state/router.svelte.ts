// Where the page is: a typed address in the hash, so that every unit, run and picture can be linked to.
import { hrefOf, parseHash, type Query, type Route } from './route.ts'

export { hrefOf, parseHash, type PageName, type Query, type Route } from './route.ts'
export interface Crumb {
  label: string
  href?: string
}

/** Mark of a step of the history that was shown. */
const visited = 'visited'

class Router {
  route: Route = $state.raw({ page: 'home' })
  query: Query = $state.raw({})
  /** What was asked for and is not there; shown until the next move. */
  unknown: string | null = $state(null)
  /** The way to what the page shows, beyond its title; set by `useCrumbs`. */
  crumbs: Crumb[] = $state.raw([])

  /** Whether the way to this place was Back or Forward, and not a link, a key or an address. */
  returned = false

  constructor() {
    this.#arrive()
    window.addEventListener('hashchange', () => this.#arrive())
  }
  #read(): void {
    const found = parseHash(location.hash)
    this.unknown = found ? null : location.hash
    this.route = found?.route ?? { page: 'home' }
    this.query = found?.query ?? {}
  }
  #arrive(): void {
    // A step of the history that was taken before carries a mark; a new one has none yet.
    this.returned = history.state === visited
    if (!this.returned) history.replaceState(visited, '')
    this.#read()
  }
  /** Goes there. `replace` leaves no step in the history, for settings that follow a slider. */
  go(route: Route, { query = {}, replace = false }: { query?: Query; replace?: boolean } = {}): void {
    const href = hrefOf(route, query)
    if (href === location.hash) return
    if (!replace) {
      location.hash = href
      return
    }
    history.replaceState(history.state, '', href)
    this.#read()
  }
  back(): void {
    history.back()
  }
}
export const router = new Router()

/** Names what the page shows in the breadcrumb, as long as the component that calls this is there. */
export function useCrumbs(crumbs: () => Crumb[]): void {
  $effect(() => {
    router.crumbs = crumbs()
    return () => {
      router.crumbs = []
    }
  })
}

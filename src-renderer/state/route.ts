// Addresses of the page: what a hash such as "#/look/conv3/5?method=robust" means. Pure.

export type Route =
  | { page: 'home' }
  | { page: 'objective' }
  | { page: 'basket' }
  | { page: 'settings' }
  | { page: 'reproduce'; run: string | null }
  /** `view`: draw a new dataset, or ask about a picture of one's own. */
  | { page: 'data'; class: number | null; picture: number | null; view?: 'new' | 'own' }
  | { page: 'train'; run: string | null }
  | { page: 'look'; layer: string | null; unit: number | null }
  | { page: 'imagine'; tab: string | null }
  | { page: 'runs'; run: string | null }
  | { page: 'compare'; ids: string[] }
  | { page: 'help'; topic: string | null }
export type PageName = Route['page']
export type Query = Record<string, string>

/** The route of a hash such as "#/look/conv3/5", or null if there is no such place. */
export function parseHash(hash: string): { route: Route; query: Query } | null {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?')
  let parts: string[]
  try {
    parts = path.split('/').filter(Boolean).map(decodeURIComponent)
  } catch {
    return null
  }
  const query = Object.fromEntries(new URLSearchParams(search))
  const [page = 'home', first = null, second = null, ...more] = parts
  if (more.length > 0) return null
  const route = routeOf(page, first, second, query)
  return route && { route, query }
}

function routeOf(page: string, first: string | null, second: string | null, query: Query): Route | null {
  const whole = (text: string | null): number | null => (text !== null && /^\d+$/.test(text) ? Number(text) : null)
  if (page === 'look') return second !== null && whole(second) === null ? null : { page, layer: first, unit: whole(second) }
  if (page === 'data') {
    if (first === null) return { page, class: null, picture: null }
    if (first === 'new' || first === 'own') return second === null ? { page, class: null, picture: null, view: first } : null
    const index = whole(second)
    if (index === null || (first !== 'class' && first !== 'picture')) return null
    return { page, class: first === 'class' ? index : null, picture: first === 'picture' ? index : null }
  }
  if (second !== null) return null
  switch (page) {
    case 'home':
    case 'objective':
    case 'basket':
    case 'settings':
      return first === null ? { page } : null
    case 'reproduce':
    case 'train':
    case 'runs':
      return { page, run: first }
    case 'imagine':
      return { page, tab: first }
    case 'help':
      return { page, topic: first }
    case 'compare':
      return first === null ? { page, ids: [...new Set((query['ids'] ?? '').split(',').filter(Boolean))] } : null
    default:
      return null
  }
}

/** The address of a route, for `href`; `query` adds settings such as { method: 'robust', seed: '7' }. */
export function hrefOf(route: Route, query: Query = {}): string {
  const parts: (string | number | null)[] = [route.page]
  switch (route.page) {
    case 'reproduce':
    case 'train':
    case 'runs':
      parts.push(route.run)
      break
    case 'data':
      if (route.class !== null) parts.push('class', route.class)
      else if (route.picture !== null) parts.push('picture', route.picture)
      else parts.push(route.view ?? null)
      break
    case 'look':
      parts.push(route.layer, route.layer === null ? null : route.unit)
      break
    case 'imagine':
      parts.push(route.tab)
      break
    case 'help':
      parts.push(route.topic)
      break
  }
  const all = route.page === 'compare' ? { ids: route.ids.join(','), ...query } : query
  const search = new URLSearchParams(all).toString().replaceAll('%2C', ',')
  return `#/${parts
    .filter((part) => part !== null)
    .map((part) => encodeURIComponent(part))
    .join('/')}${search ? `?${search}` : ''}`
}

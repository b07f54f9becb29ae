// The whole site as one function of a Request: Electron's protocol.handle and the loopback server both call it.
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { shownMedia } from '../../src-shared/run/media.ts'
import { sizeHeader } from '../../src-shared/run/transfer.ts'

export type Site = (request: Request) => Promise<Response>

/** Answers what lies under its prefix; `rest` is the path after it, still percent-encoded. Undefined means there is no such thing. */
export type Route = (rest: string, request: Request) => Promise<Response | undefined>

export interface SiteOptions {
  /** The built page: index.html and its assets/ folder. */
  rendererDir: string
  /** The bytes with this SHA-256, 64 lower-case hex digits. */
  artifact(hash: string): { media: string; bytes: Uint8Array } | undefined
  /** Further first segments of a path, as in `{ atlas }` for /atlas/... */
  routes?: Record<string, Route>
  /** What may be sent here: first segments that answer POST. */
  takes?: Record<string, Route>
  /** Told of every error that ended as a 500. */
  report?(error: unknown): void
}

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "media-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ')

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

const never = 'private, max-age=31536000, immutable'
const always = 'no-cache'

const media: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.ico': 'image/x-icon',
}

/** For whatever the page does not show: should a browser open it after all, it can do nothing, not even belong to the lab. */
const inert = "default-src 'none'; sandbox"

const plain = (status: number, text: string, more: Record<string, string> = {}): Response =>
  new Response(text, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...more } })

/**
 * GET and HEAD, and POST where the site takes it; the policy on every answer whatever its origin, unless the answer is to be inert; and an
 * error becomes a 500 without its text.
 */
export const guarded =
  (site: Site, report: (error: unknown) => void = console.error, takesAt: (pathname: string) => boolean = () => false): Site =>
  async (request) => {
    let response: Response
    try {
      if (request.method === 'GET' || request.method === 'HEAD' || (request.method === 'POST' && takesAt(new URL(request.url).pathname)))
        response = await site(request)
      else response = plain(405, 'Only GET and HEAD are answered here.', { allow: 'GET, HEAD' })
    } catch (error) {
      report(error)
      response = plain(500, 'The lab could not answer this. Its own log says why.')
    }
    const all = new Headers(response.headers)
    const isInert = all.get('content-security-policy') === inert
    for (const [name, value] of Object.entries(headers)) all.set(name, value)
    if (isInert) all.set('content-security-policy', inert)
    if (request.method === 'HEAD') await response.body?.cancel()
    return new Response(request.method === 'HEAD' ? null : response.body, { status: response.status, headers: all })
  }

/** The built page, the pictures of the library by their hash, and the given routes. Holds no state and writes nothing. */
export function createSite({ rendererDir, artifact, routes = {}, takes = {}, report }: SiteOptions): Site {
  return guarded(
    async (request) => {
      const { pathname } = new URL(request.url)
      const [first = '', ...others] = pathname.slice(1).split('/')
      const rest = others.join('/')
      if (pathname === '/favicon.ico') return new Response(null, { status: 204, headers: { 'cache-control': never } })
      if (first === 'artifact') return picture(rest, request, artifact)
      const kind = request.method === 'POST' ? takes : routes
      const route = Object.hasOwn(kind, first) ? kind[first] : undefined
      return (await (route ? route(rest, request) : page(pathname, rendererDir))) ?? plain(404, 'There is nothing here.')
    },
    report,
    (pathname) => Object.hasOwn(takes, pathname.split('/')[1] ?? ''),
  )
}

/**
 * An answer that a browser saves and never shows: a file under its name, in pieces. `size`, if given, is about how many bytes there will
 * be.
 */
export function saved(body: ReadableStream<Uint8Array> | Uint8Array, name: string, type: string, size?: number): Response {
  // RFC 6266 with RFC 8187: names of every script, and one of ASCII for whoever reads no other.
  const plainName = name.replace(/[^\w.-]/g, '_')
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
  return new Response(body as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${plainName}"; filename*=UTF-8''${encoded}`,
      'content-security-policy': inert,
      'cache-control': 'no-store',
      ...(size === undefined ? {} : { [sizeHeader]: String(size) }),
    },
  })
}

function picture(hash: string, request: Request, artifact: SiteOptions['artifact']): Response {
  const found = /^[0-9a-f]{64}$/.test(hash) ? artifact(hash) : undefined
  if (!found) return plain(404, 'This result is not in the library.')
  const etag = `"${hash}"`
  const known = { etag, 'cache-control': never }
  const asked = request.headers
    .get('if-none-match')
    ?.split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
  if (asked?.includes(etag) || asked?.includes('*')) return new Response(null, { status: 304, headers: known })
  const shown = (shownMedia as readonly string[]).includes(found.media)
  return new Response(found.bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      ...known,
      'content-type': shown ? found.media : 'application/octet-stream',
      'content-length': String(found.bytes.length),
      ...(shown ? {} : { 'content-disposition': 'attachment', 'content-security-policy': inert }),
    },
  })
}

/** Names the bundler writes: no percent signs, no backslashes, nothing that starts with a dot, so no way out of the folder. */
const fileName = /^[\w@~+-][\w.@~+-]*$/

async function page(pathname: string, rendererDir: string): Promise<Response | undefined> {
  const segments = pathname === '/' ? ['index.html'] : pathname.slice(1).split('/')
  const type = media[extname(segments.at(-1) ?? '').toLowerCase()]
  if (!type || !segments.every((segment) => fileName.test(segment))) return undefined
  let bytes: Buffer<ArrayBuffer>
  try {
    bytes = await readFile(join(rendererDir, ...segments))
  } catch (error) {
    if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
  // The bundler puts a hash into every name under assets/, so such a file never changes; the rest is asked for again each time.
  const hashed = segments[0] === 'assets' && segments.length > 1
  return new Response(bytes, {
    headers: {
      'content-type': type,
      'content-length': String(bytes.length),
      'cache-control': hashed ? never : always,
    },
  })
}

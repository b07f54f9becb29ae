// The site: what it serves, under which headers, and what it never serves.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSite, guarded, type Site } from '../../src-main/app/site.ts'

let root = ''
let site: Site
const reported: unknown[] = []
const picture = new Uint8Array([137, 80, 78, 71])
const hash = createHash('sha256').update(picture).digest('hex')
const report = createHash('sha256').update('report').digest('hex')

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'site-'))
  mkdirSync(join(root, 'page/assets'), { recursive: true })
  mkdirSync(join(root, 'page/folder.html'))
  const files = {
    'index.html': '<!doctype html>',
    'about.txt': 'about',
    '.secret.txt': 'no',
    'data.json': '{}',
    'run.sh': 'no',
    'assets/index-Ab12_x.js': '1',
    'assets/index-Cd34.css': 'a{}',
    'assets/inter-wght.woff2': 'w',
    'assets/mark.svg': '<svg/>',
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'page', name), text)
  writeFileSync(join(root, 'outside.txt'), 'outside')
  site = createSite({
    rendererDir: join(root, 'page'),
    artifact: (asked) =>
      asked === hash
        ? { media: 'image/png', bytes: picture }
        : asked === report
          ? { media: 'text/html', bytes: new TextEncoder().encode('<script>1</script>') }
          : undefined,
    routes: {
      atlas: async (rest, request) => (rest === 'none' ? undefined : new Response(`${rest}?${new URL(request.url).searchParams}`)),
      broken: async () => {
        throw new Error('a path nobody should read')
      },
    },
    report: (error) => reported.push(error),
  })
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const get = (path: string, init?: RequestInit): Promise<Response> => site(new Request(`http://lab.test${path}`, init))

describe('the page', () => {
  test.each([
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/index.html', 'text/html; charset=utf-8', 'no-cache'],
    ['/about.txt', 'text/plain; charset=utf-8', 'no-cache'],
    ['/data.json', 'application/json', 'no-cache'],
    ['/assets/index-Ab12_x.js', 'text/javascript; charset=utf-8', 'private, max-age=31536000, immutable'],
    ['/assets/index-Cd34.css', 'text/css; charset=utf-8', 'private, max-age=31536000, immutable'],
    ['/assets/inter-wght.woff2', 'font/woff2', 'private, max-age=31536000, immutable'],
    ['/assets/mark.svg', 'image/svg+xml', 'private, max-age=31536000, immutable'],
  ])('%s is %s, %s', async (path, type, cache) => {
    const response = await get(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('cache-control')).toBe(cache)
    expect(Number(response.headers.get('content-length'))).toBe((await response.arrayBuffer()).byteLength)
  })

  test.each([
    '/nothing.txt',
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/..%5coutside.txt',
    '/%2e%2e%2foutside.txt',
    '/assets/%252e%252e/outside.txt',
    '/.secret.txt',
    '/run.sh',
    '/assets',
    '/assets/',
    '/folder.html',
    '//outside.txt',
    '/about.txt/more.txt',
    '/about.txt%00.html',
    '/assets//index-Cd34.css',
    '/about%2etxt',
    '/__proto__/x',
    '/constructor',
    '/artifact',
  ])('%s is not there', async (path) => {
    const response = await get(path)
    expect(response.status).toBe(404)
    expect(await response.text()).not.toMatch(/outside|^no$/)
  })

  test('an icon is answered, with nothing', async () => {
    const response = await get('/favicon.ico')
    expect(response.status).toBe(204)
    expect(response.body).toBeNull()
  })
})

describe('an artifact', () => {
  test('comes by its hash, for ever, and is not sent twice', async () => {
    const response = await get(`/artifact/${hash}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('image/png')
    expect(response.headers.get('etag')).toBe(`"${hash}"`)
    expect(response.headers.get('cache-control')).toBe('private, max-age=31536000, immutable')
    expect(response.headers.get('content-disposition')).toBeNull()
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(picture)
    for (const tag of [`"${hash}"`, `W/"${hash}"`, `"x", "${hash}"`, '*']) {
      const again = await get(`/artifact/${hash}`, { headers: { 'if-none-match': tag } })
      expect(again.status).toBe(304)
      expect(again.body).toBeNull()
    }
    expect((await get(`/artifact/${hash}`, { headers: { 'if-none-match': '"x"' } })).status).toBe(200)
  })
  test('that is not a picture is a download, and inert', async () => {
    const response = await get(`/artifact/${report}`)
    expect(response.headers.get('content-disposition')).toBe('attachment')
    expect(response.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })
  test.each([
    'image/svg+xml',
    'image/svg',
    'text/javascript',
    'text/html;charset=utf-8',
    'application/xhtml+xml',
    'image/png\r\nx: y',
    'IMAGE/PNG',
    '',
  ])('of media %j, which no file may bring, is a download too', async (media) => {
    const odd = createSite({ rendererDir: '', artifact: () => ({ media, bytes: new TextEncoder().encode('<svg onload="1"/>') }) })
    const response = await odd(new Request(`http://lab.test/artifact/${hash}`))
    expect([
      response.headers.get('content-type'),
      response.headers.get('content-disposition'),
      response.headers.get('content-security-policy'),
    ]).toEqual(['application/octet-stream', 'attachment', "default-src 'none'; sandbox"])
  })
  test.each([hash.toUpperCase(), hash.slice(1), `${hash}0`, `${hash}/`, '', '0'.repeat(64), `..%2f${hash}`])(
    'is not found as %s',
    async (name) => {
      expect((await get(`/artifact/${name}`)).status).toBe(404)
    },
  )
})

describe('a route', () => {
  test('gets the rest of the path and the query', async () => {
    expect(await (await get('/atlas/a/b.png?n=3')).text()).toBe('a/b.png?n=3')
  })
  test('may have nothing', async () => {
    expect((await get('/atlas/none')).status).toBe(404)
  })
  test('that fails is a 500 that tells nothing, and a report that tells all', async () => {
    const response = await get('/broken/x')
    expect(response.status).toBe(500)
    expect(await response.text()).not.toMatch(/path/)
    expect(reported).toEqual([new Error('a path nobody should read')])
  })
})

describe('every answer', () => {
  const policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; font-src 'self'; " +
    "media-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
    "require-trusted-types-for 'script'; trusted-types svelte-trusted-html"
  test.each(['/', '/nothing', `/artifact/${'0'.repeat(64)}`, '/favicon.ico', '/broken/x', '/atlas/x'])(
    'to %s carries the policy',
    async (path) => {
      const { headers } = await get(path)
      expect(headers.get('content-security-policy')).toBe(policy)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    },
  )
  test('cannot lose or weaken the policy in a route', async () => {
    const weak = guarded(async () => new Response('', { headers: { 'content-security-policy': 'default-src *' } }))
    expect((await weak(new Request('http://lab.test/'))).headers.get('content-security-policy')).toBe(policy)
  })
  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('to %s is a refusal', async (method) => {
    const response = await get('/', { method })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD')
  })
  test('to HEAD is that to GET without its body', async () => {
    const [head, full] = [await get(`/artifact/${hash}`, { method: 'HEAD' }), await get(`/artifact/${hash}`)]
    expect([...head.headers]).toEqual([...full.headers])
    expect(head.body).toBeNull()
  })
})

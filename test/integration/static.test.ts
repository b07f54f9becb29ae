// What must be true of the source because nothing would say so at run time without Electron.
import { builtinModules } from 'node:module'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { awaitsAtTopLevel, loadedWith, parse, parseFile, sources, staticImports, walk } from '../fixtures/source.ts'

/** Every module named anywhere in a file: imports, types, dynamic imports, require. */
function named(file: ts.SourceFile): string[] {
  const names: string[] = []
  walk(file, (node) => {
    if (
      ts.isStringLiteral(node) &&
      (ts.isImportDeclaration(node.parent) ||
        ts.isExportDeclaration(node.parent) ||
        (ts.isLiteralTypeNode(node.parent) && ts.isImportTypeNode(node.parent.parent)) ||
        (ts.isCallExpression(node.parent) &&
          (node.parent.expression.kind === ts.SyntaxKind.ImportKeyword || node.parent.expression.getText() === 'require')))
    )
      names.push(node.text)
  })
  return names
}

describe('no module that Electron loads at its start awaits at the top level: Electron would be waiting for it to be ready', () => {
  test.each([...loadedWith('src-main/electron.ts')])('%s', (path) => {
    expect(awaitsAtTopLevel(parseFile(path))).toBe(false)
  })
  test('and the check can see one', () => {
    expect(
      ['await x()', 'if (a) { for await (const b of c) d() }', 'const e = { f: await g }'].map((text) => awaitsAtTopLevel(parse(text))),
    ).toEqual([true, true, true])
    expect(
      awaitsAtTopLevel(
        parse(
          'async function a() { await b() }; const c = async () => { for await (const d of e) f() }; class G { async h() { await i } }',
        ),
      ),
    ).toBe(false)
    expect([...loadedWith('src-main/electron.ts')]).toEqual(
      expect.arrayContaining(['src-main/app/electron/shell.ts', 'src-main/transport/transports.ts', 'src-shared/rpc/wire.ts']),
    )
  })
})

test('the lab itself is loaded later, so that its native modules cannot keep Electron from starting', () => {
  for (const entry of ['src-main/electron.ts', 'src-main/browser.ts']) expect([...loadedWith(entry)]).not.toContain('src-main/lab.ts')
})

test('only electron.ts and preload.ts name electron, even for types: in plain Node it starts a download', () => {
  const users = sources('src-main', 'src-shared', 'src-renderer').filter((path) =>
    named(parseFile(path)).some((name) => /^electron(\/|$)/.test(name)),
  )
  expect(users.toSorted()).toEqual(['src-main/electron.ts', 'src-main/preload.ts'])
})

test('the preload imports electron and nothing else, and shares no object with the page', () => {
  const file = parseFile('src-main/preload.ts')
  expect(named(file)).toEqual(['electron'])
  const [statement] = file.statements
  expect(statement!.getText()).toBe("import { ipcRenderer } from 'electron'")
})

test('the privileged scheme is registered at the top level, before anything can be ready', () => {
  const file = parseFile('src-main/electron.ts')
  expect(file.statements.filter((one) => one.getText() === 'protocol.registerSchemesAsPrivileged([appScheme])')).toHaveLength(1)
})

test('an engine is forked by a path in text: given a URL, Electron would start a second copy of the application', () => {
  const forks: { path: string; given: string }[] = []
  for (const path of sources('src-main')) {
    const file = parseFile(path)
    const texts = new Set<string>()
    walk(file, (node) => {
      if (ts.isVariableDeclaration(node) && node.initializer && /^fileURLToPath\(/.test(node.initializer.getText()))
        texts.add(node.name.getText())
    })
    walk(file, (node) => {
      if (!ts.isCallExpression(node) || !/(^|\.)fork$/.test(node.expression.getText())) return
      const given = node.arguments[0]!.getText()
      forks.push({ path, given: /^fileURLToPath\(/.test(given) || texts.has(given) ? 'a path in text' : given })
    })
  }
  expect(forks).toEqual([{ path: 'src-main/engine/client.ts', given: 'a path in text' }])
})

test('what the page and the lab share loads zod and nothing else', () => {
  for (const path of sources('src-shared')) {
    for (const name of named(parseFile(path)))
      expect(name === 'zod' || /^(\.|(\.\.\/){1,2})\/?[\w/-]+\.ts$/.test(name), `${path} imports ${name}`).toBe(true)
  }
})

test('the page loads nothing of Node or of the lab', () => {
  for (const path of sources('src-renderer')) {
    for (const name of named(parseFile(path))) {
      expect(/^node:|src-main|^electron/.test(name) || builtinModules.includes(name), `${path} imports ${name}`).toBe(false)
    }
  }
})

test('imports of types are told from imports of values', () => {
  expect(
    staticImports(
      parse(
        "import type { A } from './a'; import { type B, b } from './b'; export * from './c'; export type { D } from './d'; import './e'",
      ),
    ),
  ).toEqual(['./b', './c', './e'])
})

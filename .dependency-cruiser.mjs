// Who may know whom. Data flows one way: page -> contract -> handlers -> queue -> engine -> science.
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

export default {
  forbidden: [
    rule('no-cycles', 'Two files that need each other are one idea or three.', {}, { circular: true }),
    rule(
      'shared-knows-nobody',
      'What both sides say must run on both: zod only, no DOM, no Node.',
      { path: '^src-shared' },
      { pathNot: '^src-shared|node_modules/zod' },
    ),
    rule(
      'renderer-only-shared',
      'The page shows; it reaches the lab through the contract alone.',
      { path: '^src-renderer' },
      { path: '^src-main|^node:|node_modules/(electron|better-sqlite3|ws|@tensorflow)/', dependencyTypesNot: ['type-only'] },
    ),
    rule('renderer-no-node', 'A sandboxed page has no Node.', { path: '^src-renderer' }, { dependencyTypes: ['core'] }),
    rule(
      'parts-know-no-contract',
      'A part gets its data from the page, so that it can stand anywhere.',
      { path: '^src-renderer/parts' },
      { path: '^src-shared/(contract|rpc|wire)|^src-renderer/(pages|connection|lab)' },
    ),
    rule(
      'electron-in-one-room',
      'Everything else must start without Electron.',
      { path: '^src-', pathNot: '^src-main/(electron|preload)\\.ts$' },
      { path: 'node_modules/electron/' },
    ),
    rule(
      'science-is-pure',
      'Tensors and recipes in, tensors and numbers out: no files, processes or records.',
      { path: '^src-main/science' },
      { pathNot: '^src-main/(science|engine/(tf|tidied|compile)\\.ts)|^src-shared|node_modules/(fast-png|zod|@tensorflow)' },
    ),
    rule(
      'engine-knows-no-records',
      'The engine is a function of messages.',
      { path: '^src-main/engine', pathNot: '^src-main/engine/host\\.ts$' },
      { path: '^src-main/(?!engine|science|host/channels\\.ts|temporary-folder\\.ts)' },
    ),
    rule(
      'tensorflow-in-the-engine',
      'The process that owns windows and records must not load TensorFlow.',
      { path: '^src-main/(?!engine|science)|^src-main/engine/host\\.ts$' },
      { path: '^src-main/(science|engine/(?!host\\.ts|contract\\.ts))|node_modules/@tensorflow' },
    ),
    rule(
      'store-knows-no-work',
      'The store keeps; it does not know why.',
      { path: '^src-main/store' },
      { path: '^src-main/(?!store|temporary-folder\\.ts)' },
    ),
    rule('hosts-know-no-work', 'A host carries requests and frames.', { path: '^src-main/host' }, { path: '^src-main/(?!host)' }),
    rule(
      'records-in-the-store',
      'One room speaks SQL.',
      { path: '^src-', pathNot: '^src-main/store' },
      { path: 'node_modules/better-sqlite3' },
    ),
    rule(
      'nobody-imports-an-entry',
      'An entry starts a program; importing it would start it twice.',
      {},
      { path: '^src-main/(electron|preload|browser|command-line|engine/child)\\.ts$|^src-renderer/main\\.ts$' },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.svelte', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'svelte'],
    },
  },
}

// Who may know whom. Data flows one way: page -> contract -> handlers -> queue -> engine -> science.
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

export default {
  forbidden: [
    rule('no-cycles', 'Two files that need each other are one idea or three.', {}, { circular: true }),
    rule(
      'shared-knows-nobody',
      'What both sides say must run on both: zod only, no DOM, no Node.',
      { path: '^src-shared/' },
      { pathNot: '^src-shared/|node_modules/zod' },
    ),
    rule(
      'renderer-only-shared',
      'The page shows; it reaches the lab through the contract alone.',
      { path: '^src-renderer/' },
      { path: '^src-main/|^node:|node_modules/(electron|better-sqlite3|ws|@tensorflow)/', dependencyTypesNot: ['type-only'] },
    ),
    rule('renderer-no-node', 'A sandboxed page has no Node.', { path: '^src-renderer/' }, { dependencyTypes: ['core'] }),
    rule(
      'components-know-no-lab',
      'A component gets its data from the page, so that it can stand anywhere: it knows no contract, nor anything that does.',
      { path: '^src-renderer/components/' },
      {
        path:
          '^src-shared/(contract\\.ts|rpc/|recipe/|run/)|' +
          '^src-renderer/(lab|pages|shell|dataset|visualization|recipe-editor|results|run)/',
        reachable: true,
      },
    ),
    rule(
      'a-page-is-an-island',
      'What two pages need is nobody’s page.',
      { path: '^src-renderer/pages/([^/]+)/' },
      { path: '^src-renderer/pages/', pathNot: '^src-renderer/pages/$1/' },
    ),
    rule(
      'nobody-needs-a-page',
      'What pages share does not know them; the shell shows them by the list of pages.',
      { path: '^src-renderer/(components|dataset|visualization|recipe-editor|results|run|lab|state|text)/' },
      { path: '^src-renderer/(pages|shell)/' },
    ),
    rule(
      'the-product-knows-no-test',
      'What ships stands without what checks it.',
      { path: '^(src-|resources/|setup\\.mjs)' },
      { path: '^test/' },
    ),
    rule(
      'set-up-with-nothing',
      'The set-up runs before anything is installed.',
      { path: '^(setup\\.mjs$|resources/setup/)' },
      { pathNot: '^(setup\\.mjs$|resources/setup/)', dependencyTypesNot: ['core'] },
    ),
    rule('fixtures-know-no-test', 'A fixture serves whichever test asks.', { path: '^test/fixtures/' }, { path: '\\.(test|spec)\\.ts$' }),
    rule(
      'walks-by-the-page',
      'A walk does what a user does: it knows the page, the contract and the menu, not the inside of the lab.',
      { path: '^test/e2e/' },
      { path: '^src-main/(?!app/electron/menu\\.ts)' },
    ),
    rule(
      'electron-in-one-room',
      'Everything else must start without Electron.',
      { path: '^src-', pathNot: '^src-main/(electron|preload)\\.ts$' },
      { path: 'node_modules/electron/' },
    ),
    rule(
      'tensorflow-is-the-ground',
      'Compiled graphs know nothing of what is computed in them.',
      { path: '^src-main/tensorflow/' },
      { path: '^src-main/(?!tensorflow/|temporary-folder\\.ts)' },
    ),
    rule(
      'science-is-pure',
      'Tensors and recipes in, tensors and numbers out: no files, processes or records.',
      { path: '^src-main/science/' },
      { pathNot: '^src-main/(science/|image/|tensorflow/(tf|tidied|compile)\\.ts)|^src-shared/|node_modules/(zod|@tensorflow)' },
    ),
    rule(
      'images-stand-alone',
      'Pictures as bytes and files.',
      { path: '^src-main/image/' },
      { pathNot: '^src-main/image/|node_modules/fast-png' },
    ),
    rule(
      'engine-knows-no-records',
      'The engine process is a function of messages.',
      { path: '^src-main/engine/process/' },
      { path: '^src-main/(?!engine/(process/|contract\\.ts)|science/|tensorflow/|image/|transport/)' },
    ),
    rule(
      'engine-by-its-client',
      'Main knows the engine by its client and its contract, and never loads TensorFlow.',
      { path: '^src-main/(?!engine/process/|science/|tensorflow/)' },
      { path: '^src-main/(engine/process/|science/|tensorflow/)|node_modules/@tensorflow' },
    ),
    rule(
      'client-knows-no-work',
      'The client starts the engine, watches it and stops it.',
      { path: '^src-main/engine/(client|contract|stop-deadline)\\.ts$' },
      { path: '^src-main/(?!engine/(client|contract|stop-deadline)\\.ts$|transport/)' },
    ),
    rule(
      'store-knows-no-work',
      'The store keeps; it does not know why.',
      { path: '^src-main/store/' },
      { path: '^src-main/(?!store/|temporary-folder\\.ts)' },
    ),
    rule(
      'transports-know-nobody',
      'A wire carries what it is given.',
      { path: '^src-main/transport/' },
      { path: '^src-main/(?!transport/)' },
    ),
    rule(
      'hosts-know-no-work',
      'A host carries requests and frames.',
      { path: '^src-main/app/(browser|electron)/' },
      { path: '^src-main/(?!app/(browser|electron)/|app/(lab-api|site|library-folder)\\.ts|transport/)' },
    ),
    rule(
      'runs-know-no-host',
      'What carries out runs is the same in every window.',
      { path: '^src-main/(runs|paper|exchange|report)/' },
      { path: '^src-main/(app/(browser|electron|terminal)/|electron|browser|command-line|lab\\.ts|handlers\\.ts)' },
    ),
    rule(
      'records-in-the-store',
      'One room speaks SQL.',
      { path: '^src-', pathNot: '^src-main/store/' },
      { path: 'node_modules/better-sqlite3' },
    ),
    rule(
      'one-file-decodes',
      'Picture files of strangers are read in one place, which says what may be read.',
      { path: '^(src-|test/)', pathNot: '^src-main/exchange/pictures/decode\\.ts$' },
      { path: 'node_modules/sharp' },
    ),
    rule(
      'nobody-imports-an-entry',
      'An entry starts a program; importing it would start it twice.',
      {},
      { path: '^src-main/(electron|preload|browser|command-line|engine/process/main)\\.ts$|^src-renderer/main\\.ts$' },
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

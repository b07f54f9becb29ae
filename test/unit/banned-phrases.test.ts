// The lab speaks plain English: phrases that readers have stumbled over are not in any text it can show, and come with better ones.
import { expect, test } from 'vitest'
import { filesWithTexts, shownTexts, type ShownText } from '../fixtures/shown-texts.ts'

interface Banned {
  phrase: RegExp
  /** A sentence that has it. */
  now: string
  better: string
  /** Files that may say it: the glossary names the plain word beside the term. */
  except?: readonly string[]
}
const glossary = [
  'src-renderer/text/glossary-networks.ts',
  'src-renderer/text/glossary-visualization.ts',
  'src-renderer/text/glossary-statistics.ts',
  'src-renderer/pages/help/topics.ts',
]

const banned: Banned[] = [
  // The words of a conclusion.
  { phrase: /\brightly\b/, now: '54 of 60 pictures named rightly', better: '54 of 60 pictures named correctly' },
  { phrase: /\bnamed? right\b/, now: 'Reconstructions named right', better: 'Reconstructions named correctly' },
  { phrase: /\bmakes? no mistakes?\b/i, now: 'It makes no mistake twice', better: 'No mistake happened more than once' },
  {
    phrase: /\bcomes near\b/,
    now: 'As much as in the paper, or what comes near it',
    better: 'As much training as in the paper, or nearly',
  },
  { phrase: /what is easy is/i, now: 'For a first look: what is easy is learnt', better: 'Learns the easy parts, for a first look' },
  {
    phrase: /\ban all-black picture/,
    now: 'test error 7.4 % of an all-black picture’s',
    better: 'test error: 7.4 % of what answering black would give',
  },
  { phrase: /, level\b/, now: 'loss 4.09, level', better: 'loss 4.09, not falling yet' },
  {
    phrase: /\bdoes not care\b/,
    now: 'where they differ, it does not care',
    better: 'where they differ, it may not matter, or the climb got stuck',
  },
  { phrase: /\bfinds? otherwise\b/, now: 'Our run finds otherwise', better: 'Our run finds something else' },
  {
    phrase: /\bset against each other\b/,
    now: 'Single mix-ups are not set against each other',
    better: 'Individual mix-ups are not compared',
  },
  {
    phrase: /\banswers? most alike\b/,
    now: 'the channel of B that answers most alike',
    better: 'the channel of B whose answers are most similar',
  },
  {
    phrase: /\btimes blocked\b/,
    now: 'The author’s step is 0 of 16 times blocked at the start',
    better: 'In none of 16 starts is the author’s step blocked',
  },
  { phrase: /\bNoise has\b/, now: 'Noise has 0.515 × the best', better: 'Noise reaches 0.515 × the best' },
  {
    phrase: /\b(?:that|this|it) does not tell\b|\bso this does not tell\b/,
    now: 'the top is near, so this does not tell',
    better: 'the top is near, so this is not decisive',
  },
  { phrase: /\bnobody can say\b|\bNo one of these\b/, now: 'No one of these holds', better: 'None of these holds' },
  // Time and order.
  { phrase: /\bby then\b/, now: 'what it had by then is kept', better: 'what it has made so far is kept' },
  { phrase: /\bfor ever\b/, now: 'it takes for ever', better: 'it takes forever' },
  { phrase: /\banew\b/, now: 'its mistakes counted anew', better: 'its mistakes counted again' },
  { phrase: /\bto (?:its|their) end\b/, now: 'Set the dials to its end', better: 'Set the dials to where it ended' },
  { phrase: /\b(?:this|the) very\b/i, now: 'This very search has been made before', better: 'This search was already made' },
  {
    phrase: /\b(?:goes|going) on from\b|\bto go on from\b|\bgo on with\b/i,
    now: 'it goes on from its last checkpoint',
    better: 'it continues from its last checkpoint',
  },
  { phrase: /^It begins\b/, now: 'It begins: the pictures are drawn', better: 'Starting: drawing the pictures' },
  { phrase: /\bIt broke off\b/, now: 'It broke off. Loss 4.09', better: 'It stopped with an error. Loss 4.09' },
  { phrase: /\bits start\b/, now: 'its start 0.953', better: 'started at 0.953' },
  // Chance.
  { phrase: /\bby chance\b/, now: 'turned by chance', better: 'turned at random' },
  { phrase: /\ball chance\b/i, now: 'All chance comes from one number', better: 'All randomness comes from one number' },
  { phrase: /\blearns the same\b/, now: 'The same seed learns the same.', better: 'The same seed gives the same network.' },
  // Words turned about, or of another language.
  { phrase: /\bone looks\b/, now: 'It is what one looks into', better: 'This is the network you will look inside' },
  {
    phrase: /\bone thing looked for\b/,
    now: 'one thing looked for, at every place',
    better: 'each looks for one thing everywhere in the picture',
  },
  { phrase: /\bspeaks for\b/, now: 'how much the classifier speaks for it', better: 'how strongly the classifier votes for it' },
  { phrase: /\bwhat picture that is\b/, now: 'Then see what picture that is', better: 'Then see the picture' },
  { phrase: /\bNothing is called\b/, now: 'Nothing is called that.', better: 'Nothing found for “logit”.' },
  { phrase: /\bIt is that of\b/, now: 'It is that of model “Starter”', better: 'It is used by the model “Starter”' },
  {
    phrase: /\b(?:colour|style|trained) apart\b/,
    now: 'has learnt shape, style and colour apart',
    better: 'has learnt shape, style and colour separately',
  },
  {
    phrase: /\bThe picture shows (?:…|rainbow)/,
    now: 'The picture shows rainbow single triangle',
    better: 'The picture shows a rainbow single triangle',
  },
  { phrase: /\bturned over\b/, now: 'has to be turned over', better: 'has to be inverted' },
  { phrase: /\bA drag\b/, now: 'A drag moves', better: 'Dragging: pans' },
  { phrase: /\bKeep different\b/, now: 'Keep different: at least this far apart', better: 'Keep only results that differ by at least' },
  {
    phrase: /\bt(?:ake|akes|aking|ook) (?:(?:it|them|one|…|that term|the \w+(?: \w+)?|\w+ from) )?(?:out|off|away)\b/i,
    now: 'Take it out of the queue',
    better: 'Remove it from the queue',
  },
  { phrase: /\bstands? beside\b/, now: 'what to do stands beside them', better: 'what to do is beside them' },
  { phrase: /\bstands twice\b/, now: 'a tag stands twice', better: 'a tag is listed twice' },
  { phrase: /\bEach takes effect\b/, now: 'Each takes effect at once', better: 'Changes take effect at once' },
  { phrase: /\bchecks are passed\b/, now: 'All 8 checks are passed', better: 'All 8 checks passed' },
  { phrase: /\bno fault\b/, now: 'is no fault of yours', better: 'is not your fault' },
  { phrase: /\bgreat gain\b/, now: 'It has one great gain', better: 'It has one great advantage' },
  { phrase: /\boff it is tells\b|\btells the \{/, now: 'How far off it is tells the error', better: 'The error tells how far off it is' },
  {
    phrase: /\bAll that they can be\b/,
    now: 'All that they can be is the latent space',
    better: 'All possible values form the latent space',
  },
  {
    phrase: /\bpicture is true\b/,
    now: 'So the picture is true, and yet tells us little',
    better: 'So it really drives the channel, yet tells us little',
  },
  {
    phrase: /\bof all things\b/,
    now: 'A decoder makes nice pictures of all things',
    better: 'A decoder makes nice pictures of whatever you ask for',
  },
  {
    phrase: /\bnot made on the same\b/,
    now: 'The two were not made on the same',
    better: 'The two were not made under the same conditions',
  },
  { phrase: /(?<!There )\bis no (?:PNG|library|place|paused|zip)\b/, now: 'it is no PNG', better: 'it is not a PNG' },
  { phrase: /\bsuch a one\b/, now: 'only such a one can be trained longer', better: 'only a finished training can be trained longer' },
  { phrase: /\bMend\b/, now: 'Mend what is marked first', better: 'Correct the marked settings first' },
  { phrase: /\bproofs\b/, now: 'one wall of pictures and the proofs are kept', better: 'one sheet of pictures and checksums are kept' },
  // One name for one thing, and units.
  { phrase: /\bdetectors?\b/i, now: 'What its detectors see now', better: 'What its channels see now', except: glossary },
  { phrase: /^Dials$/, now: 'Dials', better: 'Latent vector' },
  { phrase: /\blatent sliders\b/, now: 'Move the latent sliders', better: 'Turn the latent vector' },
  { phrase: /^latent ascent$|^Latent search, …/, now: 'latent ascent', better: 'generated (climb)', except: glossary },
  { phrase: /^imagined$/, now: 'imagined', better: 'drawn by a generator', except: glossary },
  { phrase: /^no space$/, now: 'no space', better: 'one number each' },
  {
    phrase: /\bheight logarithmic\b|, logarithmic\b/,
    now: 'activation, height logarithmic',
    better: 'activation (bar height: number of pictures, log scale)',
  },
  { phrase: /\bover its deviation\b/, now: 'Gradient over its deviation', better: 'Gradient ÷ its standard deviation' },
  { phrase: /σ/, now: '+13.3 σ', better: '+13.3 standard deviations', except: glossary },
  { phrase: /\bCut:/, now: 'Cut: 6,000 of 24,000 pictures', better: 'Reduced: 6,000 of 24,000 pictures' },
]

const files = filesWithTexts('src-renderer', 'src-shared', 'src-main', 'setup.mjs', 'resources/setup', 'README.md')

test('texts are read from markup, from code and from plain files, without their comments', () => {
  const template = [
    '<script lang="ts">',
    '  // it goes for ever',
    '  const said = $derived(`named #{much} rightly`)',
    '</script>',
    '<!-- by then -->',
    '<Note title="one looks">{much > 0 ? "anew" : ""} comes near</Note>',
    '<style>.proofs { color: red }</style>',
    '',
  ]
    .join('\n')
    .replace('#', '$')
  const texts = shownTexts('some.svelte', template).map(({ line, text }) => `${line} ${text}`)
  expect(texts).toEqual(expect.arrayContaining(['3 named … rightly', '6 one looks', '6 anew', '6 comes near']))
  expect(texts.join()).not.toMatch(/for ever|by then|proofs/)
  const code = "import a from 'rightly'\n// anew\nconst b = `for #{ever} by #{'then'}` /* it begins */\n".replaceAll('#', '$')
  expect(shownTexts('some.ts', code).map(({ line, text }) => `${line} ${text}`)).toEqual(['3 for … by …', '3 then'])
  expect(shownTexts('some.md', 'one\n<!-- two -->\nthree').map(({ line, text }) => `${line} ${text}`)).toEqual(['1 one', '3 three'])
})

test.each(banned)('$phrase is told from what is better', ({ phrase, now, better }) => {
  expect(now).toMatch(phrase)
  for (const { phrase: other } of banned) expect(better).not.toMatch(other)
})

test('no text has a phrase that readers stumble over', () => {
  const texts: ShownText[] = files.flatMap((file) => shownTexts(file))
  expect(files.length).toBeGreaterThan(300)
  expect(texts.length).toBeGreaterThan(5000)
  const found = texts.flatMap(({ file, line, text }) =>
    banned
      .filter(({ phrase, except }) => phrase.test(text) && !except?.includes(file))
      .map(({ better }) => `${file}:${line}: “${text.slice(0, 160)}”; better, for example: “${better}”`),
  )
  expect(found).toEqual([])
})

// No list of the page is keyed by something that a user or a file can repeat: a key that stands twice takes the whole page down.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const renderer = join(import.meta.dirname, '..', '..', 'src-renderer')
const keyed = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.svelte'))
  .flatMap((name) => {
    const text = readFileSync(join(renderer, name), 'utf8')
    return [...text.matchAll(/\{#each .+? as .+? \(([^{}]*?)\)\}/g)].map((found) => ({
      name: name.replaceAll('\\', '/'),
      whole: found[0],
      key: found[1]!,
    }))
  })

/** Places, which each stand once, and ids, which the library holds once each. */
const ownPlace = /^(at|line|place|row|column|[a-z]+\.id|(?:one|row|wanted\.one|rival\.one)\.run\.id)$/
/** Lists whose keys are the lab's own words, or were made unique where the list is made. */
const unique: Record<string, string[]> = {
  'shell/Palette.svelte': ['command.group + command.id'],
  'shell/ModelPicker.svelte': ['one.hash + one.run'],
  'shell/ShortcutSheet.svelte': ['group'],
  'shell/Sidebar.svelte': ['page.route'],
  'components/controls/Tabs.svelte': ['tab.value'],
  'components/controls/Menu.svelte': ['item.label'],
  'components/Table.svelte': ['column.key'],
  'components/controls/Select.svelte': ['group'],
  // Names of one run's artifacts and forming pictures are the keys of a table and of a map.
  'pages/reproduce/LivePart.svelte': ['picture.name'],
  'pages/train/Gallery.svelte': ['one.name'],
  'pages/imagine/FormingRanks.svelte': ['one.name'],
  'pages/runs/RunResults.svelte': ['one.name', 'whole.name'],
  'pages/reproduce/Start.svelte': ['preset'],
  'pages/reproduce/Glance.svelte': ['figure.number'],
  'pages/reproduce/Result.svelte': ['figure.number'],
  'visualization/UnitGrid.svelte': ['unit'],
  'pages/look/Neighbours.svelte': ['one.unit'],
  'visualization/SpotOutline.svelte': ['layer'],
  'pages/look/ClassBars.svelte': ['label'],
  'pages/look/Variations.svelte': ['start'],
  'pages/look/MethodStrip.svelte': ['one'],
  'pages/objective/Result.svelte': ['one'],
  'pages/train/Mistakes.svelte': ['table.factor'],
  'pages/train/Fields.svelte': ['network'],
  'pages/train/Matrix.svelte': ['one'],
  'pages/train/Sizes.svelte': ['size'],
  'pages/train/FactorTableView.svelte': ['said', 'truth'],
  'pages/compare/Pictures.svelte': ['row.key'],
  'pages/compare/Mistakes.svelte': ['key'],
  'pages/compare/SettingsApart.svelte': ['row.key'],
  'pages/data/FactorToggles.svelte': ['name'],
  'pages/help/Contents.svelte': ['id'],
  'pages/help/Glossary.svelte': ['id'],
  'pages/data/Says.svelte': ['label'],
  'pages/data/Wall.svelte': ['style', 'shape', 'one.label'],
  'pages/data/PicturePage.svelte': ['name'],
  'dataset/ClassPicker.svelte': ['name', 'label'],
  'pages/data/PictureGrid.svelte': ['row[0]', 'index'],
  'pages/home/FourMethods.svelte': ['method'],
  'pages/home/FirstSteps.svelte': ['step'],
  'pages/help/Shortcuts.svelte': ['name', 'title'],
  'pages/help/Article.svelte': ['item', 'index', 'step'],
  'pages/imagine/ClassCurve.svelte': ['share'],
  'pages/imagine/WalkFilm.svelte': ['stop.index'],
  'pages/imagine/BestCurve.svelte': ['tick'],
  'run/Curves.svelte': ['group.key'],
  'components/controls/ChoiceFilter.svelte': ['option.value'],
  'run/TagEditor.svelte': ['tag'],
  'network-import/FoundTable.svelte': ['label'],
  'network-import/Readings.svelte': ['name'],
  'pages/basket/Basket.svelte': ['model'],
  'pages/data/OwnClasses.svelte': ['one.label'],
  // A network with two values of one name is refused where it is read.
  'pages/look/LayerBlocks.svelte': ['layer.name'],
  'pages/look/LayerStrip.svelte': ['unit'],
  // The two ends of a range, and the settings of a schema.
  'recipe-editor/RangeSetting.svelte': ['end'],
  'recipe-editor/RecipeForm.svelte': ['field.name'],
  'recipe-editor/Settings.svelte': ['field.name'],
}

test('every list is keyed by places, by ids of the library, or by words that are the lab’s own', () => {
  expect(keyed.length).toBeGreaterThan(80)
  expect(keyed.filter(({ name, key }) => !ownPlace.test(key) && !(unique[name] ?? []).includes(key))).toEqual([])
})

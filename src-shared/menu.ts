// What the application menu can ask of the page. The page answers the same keys itself: the menu is only a second way to each.

export const menuActions = [
  'home',
  'reproduce',
  'data',
  'train',
  'look',
  'imagine',
  'runs',
  'objective',
  'settings',
  'help',
  'shortcuts',
  'search',
  'new-run',
  'import',
  'back',
] as const
export type MenuAction = (typeof menuActions)[number]

// What the application menu can ask of the page. The page answers the same keys itself: the menu is a second way to each, never the only one.

export const menuActions = [
  'home',
  'data',
  'train',
  'look',
  'imagine',
  'runs',
  'settings',
  'help',
  'shortcuts',
  'search',
  'new-run',
  'import',
  'back',
] as const
export type MenuAction = (typeof menuActions)[number]

// The application menu as data. What it does is handed in, so that it can be read, and tested, without a window.
import type { MenuAction } from '../../../src-shared/menu.ts'

export interface MenuItem {
  label?: string
  role?:
    | 'about'
    | 'services'
    | 'hide'
    | 'hideOthers'
    | 'unhide'
    | 'quit'
    | 'close'
    | 'undo'
    | 'redo'
    | 'cut'
    | 'copy'
    | 'paste'
    | 'selectAll'
    | 'reload'
    | 'resetZoom'
    | 'zoomIn'
    | 'zoomOut'
    | 'togglefullscreen'
    | 'toggleDevTools'
    | 'minimize'
    | 'windowMenu'
    | 'help'
  type?: 'separator'
  accelerator?: string
  registerAccelerator?: boolean
  click?: () => void
  submenu?: MenuItem[]
}

const line: MenuItem = { type: 'separator' }

/** The menu of one platform (`process.platform`); `act` carries a choice to the page. */
export function menuTemplate({ platform, act }: { platform: string; act(action: MenuAction): void }): MenuItem[] {
  const mac = platform === 'darwin'
  // The key is shown but left to the page: it knows whether someone is typing, and both answering would act twice.
  const item = (label: string, action: MenuAction, accelerator?: string): MenuItem => ({
    label,
    click: () => act(action),
    ...(accelerator === undefined ? {} : { accelerator, registerAccelerator: false }),
  })
  const settings = item('Settings', 'settings', 'CmdOrCtrl+,')

  return [
    ...(mac
      ? [
          {
            label: 'Phosphene',
            submenu: [
              { role: 'about' },
              line,
              settings,
              line,
              { role: 'services' },
              line,
              { role: 'hide' },
              { role: 'hideOthers' },
              { role: 'unhide' },
              line,
              { role: 'quit' },
            ],
          } satisfies MenuItem,
        ]
      : []),
    {
      label: '&File',
      submenu: [
        item('New Run', 'new-run', 'CmdOrCtrl+N'),
        item('Import…', 'import'),
        line,
        ...(mac ? [{ role: 'close' } satisfies MenuItem] : [settings, line, { role: 'quit' } satisfies MenuItem]),
      ],
    },
    {
      label: '&Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        line,
        item('Search and Commands', 'search', 'CmdOrCtrl+K'),
      ],
    },
    {
      label: '&Go',
      submenu: [
        item('Home', 'home', 'CmdOrCtrl+1'),
        item('Reproduce', 'reproduce', 'CmdOrCtrl+2'),
        item('Data', 'data', 'CmdOrCtrl+3'),
        item('Train', 'train', 'CmdOrCtrl+4'),
        item('Look inside', 'look', 'CmdOrCtrl+5'),
        item('Imagine', 'imagine', 'CmdOrCtrl+6'),
        item('Runs', 'runs', 'CmdOrCtrl+7'),
        line,
        item('Objective', 'objective'),
        line,
        item('Back', 'back', mac ? 'Cmd+[' : 'Alt+Left'),
      ],
    },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        line,
        { role: 'togglefullscreen' },
        line,
        { role: 'reload' },
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        item('Glossary and Help', 'help', 'F1'),
        item('Keyboard Shortcuts', 'shortcuts', 'CmdOrCtrl+/'),
        ...(mac ? [] : [line, { role: 'about' } satisfies MenuItem]),
      ],
    },
  ]
}

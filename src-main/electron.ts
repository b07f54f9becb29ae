// Electron starts here. Nothing is awaited at the top level: Electron would wait for this module, and this module for Electron.
import { join } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, Menu, Notification, powerSaveBlocker, protocol, screen, session } from 'electron'
import { appScheme } from './app/electron/security.ts'
import { startShell } from './app/electron/shell.ts'
import { libraryFolder } from './app/library-folder.ts'

protocol.registerSchemesAsPrivileged([appScheme])
const library = libraryFolder(app.commandLine.getSwitchValue('library') || undefined)
const shell = startShell({
  library,
  defaultLibrary: libraryFolder(),
  electron: { BrowserWindow, Menu, Notification, app, dialog, ipcMain, powerSaveBlocker, protocol, screen, session },
  openLab: async () => {
    const { openLab } = await import('./lab.ts')
    return openLab({ folder: library, host: 'electron' })
  },
  preload: join(import.meta.dirname, '../preload/preload.cjs'),
  platform: process.platform,
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void shell.end())

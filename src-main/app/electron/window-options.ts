// The locked-down window. What is not written here keeps Electron's safe default, and must never be written here.

export interface WindowOptions {
  show: boolean
  minWidth: number
  minHeight: number
  backgroundColor: string
  webPreferences: {
    preload: string
    nodeIntegration: boolean
    contextIsolation: boolean
    sandbox: boolean
    spellcheck: boolean
  }
}

/** `preload` is the absolute path of the built preload. The page sees no Node, shares no world with the preload, and is sandboxed. */
export const windowOptions = (preload: string): WindowOptions => ({
  // Shown when the page is drawn: a white flash first is what a dark room does not need.
  show: false,
  minWidth: 720,
  minHeight: 480,
  backgroundColor: '#101214',
  webPreferences: {
    preload,
    nodeIntegration: false,
    contextIsolation: true,
    sandbox: true,
    // The spelling checker would fetch its dictionaries from the network.
    spellcheck: false,
  },
})

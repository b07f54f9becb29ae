// Hands the page one port to the lab, and the menu's choices. It runs apart from the page, which gets no function of it.
import { ipcRenderer } from 'electron'

// This file is compiled with Node's types; of the page's it needs only these.
interface PageMessage {
  source: unknown
  data: unknown
}
declare const location: { origin: string }
declare const window: {
  addEventListener(event: 'message', listener: (event: PageMessage) => void): void
  removeEventListener(event: 'message', listener: (event: PageMessage) => void): void
  postMessage(message: unknown, origin: string, ports?: unknown[]): void
}

const { port1, port2 } = new MessageChannel()
ipcRenderer.postMessage('lab', null, [port1])

// The page asks when it is ready to listen; sent unasked, the port could arrive before the page's script.
function give({ source, data }: PageMessage): void {
  if (source !== window || data !== 'lab?') return
  window.removeEventListener('message', give)
  window.postMessage('lab', location.origin, [port2])
}
window.addEventListener('message', give)
ipcRenderer.on('menu', (_event, action: unknown) => window.postMessage({ menu: action }, location.origin))

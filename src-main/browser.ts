// The browser window starts here.
import { FaultError } from '../src-shared/rpc/fault.ts'
import { startBrowserHost } from './app/browser/host.ts'
import { openUrl } from './app/browser/open-url.ts'
import { onStop } from './app/stop-signals.ts'

const starting = startBrowserHost({
  args: process.argv.slice(2),
  openLab: async ({ folder, starter }) => {
    const { openLab } = await import('./lab.ts')
    return openLab({ folder, host: 'browser', starter })
  },
  print: (line) => console.log(line),
  open: (url) => openUrl(url, process),
})

// The second Ctrl-C does not wait: the library is sound at every moment.
onStop(
  () => {
    starting.then((host) => host.close()).then(() => process.exit(0), fail)
  },
  () => process.exit(130),
)
function fail(error: unknown): never {
  console.error(error instanceof FaultError ? error.message : error)
  process.exit(error instanceof FaultError && error.fault.code === 'invalid' ? 2 : 1)
}

starting.catch(fail)

// What is measured inside the page. Every function here is sent to the browser, so none may use anything outside itself.
import type { Page } from 'playwright/test'

export interface Probe {
  ready: { route: string; at: number }[]
  frames: number[]
  shifts: number
  events: number[]
  redraws: number[]
  pictured: number
}

/** To be put into a page before it loads: notes when pages are ready, how long interactions take, and what moves by itself. */
export function install(): void {
  const probe: Probe = { ready: [], frames: [], shifts: 0, events: [], redraws: [], pictured: 0 }
  Object.assign(window, { probe })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
      if (!entry.hadRecentInput) probe.shifts += entry.value
  }).observe({ type: 'layout-shift', buffered: true })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) probe.events.push(entry.duration)
  }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit)
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === 'map-draw') probe.redraws.push(entry.duration)
  }).observe({ type: 'measure' })
  // Pictures come last on a page: as files, or painted on canvases, which tells when it has caught up.
  document.addEventListener(
    'load',
    ({ target }) => {
      if (target instanceof HTMLImageElement) probe.pictured = performance.now()
    },
    true,
  )
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === 'painted') probe.pictured = Math.max(probe.pictured, entry.startTime)
  }).observe({ type: 'mark' })
  let shown = ''
  const watch = (): void => {
    const route = document.querySelector('[data-page-ready]:has(h1)')?.getAttribute('data-page-ready') ?? ''
    if (route === shown) return
    shown = route
    // On screen with the next frame, and the thread free again after it.
    requestAnimationFrame(() => {
      setTimeout(() => {
        probe.ready.push({ route, at: performance.now() })
      })
    })
  }
  new MutationObserver(watch).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-page-ready'] })
}

/** First content and readiness of a page that has just loaded, in milliseconds from the start of its navigation. */
export async function arrival(page: Page): Promise<{ content: number; ready: number; shifts: number; scripts: string[] }> {
  await page.waitForFunction(() => (window as unknown as { probe: Probe }).probe.ready.length > 0)
  await page.waitForTimeout(500)
  return page.evaluate(() => {
    const { probe } = window as unknown as { probe: Probe }
    const ready = probe.ready[0]!.at
    return {
      content: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
      ready,
      shifts: probe.shifts,
      scripts: performance
        .getEntriesByType('resource')
        .filter((one) => one.name.endsWith('.js') && one.startTime < ready)
        .map((one) => one.name),
    }
  })
}

/** Milliseconds from the press on a way in the sidebar until the page it leads to is on screen. */
export function switchTo(page: Page, route: string): Promise<number> {
  return page.evaluate(async (wanted) => {
    const { probe } = window as unknown as { probe: Probe }
    probe.ready.length = 0
    const began = performance.now()
    document.querySelector<HTMLElement>(`nav ul a[href="#/${wanted}"]`)!.click()
    for (;;) {
      const there = probe.ready.find((one) => one.route === wanted)
      if (there) return there.at - began
      await new Promise((resolve) => {
        setTimeout(resolve, 5)
      })
    }
  }, route)
}

/**
 * Milliseconds from the press on a way in the sidebar until the last picture of the page is there, of those that come within a second; null
 * for a page without.
 */
export function switchToPictures(page: Page, route: string): Promise<number | null> {
  return page.evaluate(async (wanted) => {
    const { probe } = window as unknown as { probe: Probe }
    const began = performance.now()
    document.querySelector<HTMLElement>(`nav ul a[href="#/${wanted}"]`)!.click()
    await new Promise((resolve) => {
      setTimeout(resolve, 1000)
    })
    return probe.pictured > began ? probe.pictured - began : null
  }, route)
}

/** Milliseconds between frames while the wheel turns over the middle of the page. */
export async function scrollFrames(page: Page, turns = 90): Promise<number[]> {
  await page.mouse.move(700, 500)
  await page.evaluate(() => {
    const { probe } = window as unknown as { probe: Probe }
    probe.frames = []
    let last = performance.now()
    const frame = (now: number): void => {
      probe.frames.push(now - last)
      last = now
      Object.assign(probe, { request: requestAnimationFrame(frame) })
    }
    requestAnimationFrame((now) => {
      last = now
      requestAnimationFrame(frame)
    })
  })
  for (let turn = 0; turn < turns; turn++) {
    await page.mouse.wheel(0, turn < turns / 2 ? 120 : -120)
    await page.waitForTimeout(12)
  }
  return page.evaluate(() => {
    const { probe } = window as unknown as { probe: Probe & { request: number } }
    cancelAnimationFrame(probe.request)
    return probe.frames
  })
}

/** Milliseconds from the movement of a slider until the large picture shows it, for each of some movements. */
export function dialToPicture(page: Page, times: number): Promise<number[]> {
  return page.evaluate(async (count) => {
    const slider = document.querySelector<HTMLInputElement>('main input[type=range]')!
    const large = [...document.querySelectorAll<HTMLCanvasElement>('main canvas')].reduce((most, one) =>
      one.clientWidth > most.clientWidth ? one : most,
    )
    let drawn: (() => void) | null = null
    const put = CanvasRenderingContext2D.prototype.putImageData
    CanvasRenderingContext2D.prototype.putImageData = function patched(this: CanvasRenderingContext2D, ...given: Parameters<typeof put>) {
      put.apply(this, given)
      if (this.canvas === large) drawn?.()
    } as typeof put
    const taken: number[] = []
    const [low, high] = [Number(slider.min), Number(slider.max)]
    for (let at = 0; at < count; at++) {
      const began = performance.now()
      const done = new Promise<void>((resolve) => {
        drawn = resolve
        setTimeout(resolve, 5000)
      })
      slider.value = String(low + ((high - low) * ((at * 7) % 19)) / 18)
      slider.dispatchEvent(new Event('input', { bubbles: true }))
      await done
      await new Promise(requestAnimationFrame)
      taken.push(performance.now() - began)
      await new Promise((resolve) => {
        setTimeout(resolve, 30)
      })
    }
    CanvasRenderingContext2D.prototype.putImageData = put
    return taken
  }, times)
}

/** Milliseconds from the address of a run until its curve is drawn. */
export function openCurve(page: Page, run: string): Promise<number> {
  return page.evaluate(async (id) => {
    location.hash = '#/settings'
    while (document.querySelector('main .uplot'))
      await new Promise((resolve) => {
        setTimeout(resolve, 10)
      })
    await new Promise((resolve) => {
      setTimeout(resolve, 200)
    })
    const began = performance.now()
    location.hash = `#/train/${id}`
    while (!document.querySelector('main .uplot canvas')) await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    return performance.now() - began
  }, run)
}

/** Milliseconds that pointing at a place of the map takes the page's thread, for many places; what it then draws counts as a redraw. */
export function hoverMap(page: Page, places: number): Promise<number[]> {
  return page.evaluate(async (count) => {
    const canvas = [...document.querySelectorAll<HTMLCanvasElement>('main canvas')].reduce((most, one) =>
      one.clientWidth > most.clientWidth ? one : most,
    )
    const box = canvas.getBoundingClientRect()
    const taken: number[] = []
    for (let at = 0; at < count; at++) {
      const [x, y] = [box.left + box.width * (0.15 + 0.7 * ((at * 0.618) % 1)), box.top + box.height * (0.15 + 0.7 * ((at * 0.382) % 1))]
      const began = performance.now()
      canvas.dispatchEvent(
        new PointerEvent('pointermove', { bubbles: true, clientX: x, clientY: y, pointerType: 'mouse', isPrimary: true }),
      )
      // What Svelte does about it comes in a microtask.
      await Promise.resolve()
      await Promise.resolve()
      taken.push(performance.now() - began)
      await new Promise(requestAnimationFrame)
    }
    return taken
  }, places)
}

/** Milliseconds from each key in the search field until the list shows its answer. */
export function searchKeys(page: Page, words: string): Promise<number[]> {
  return page.evaluate(async (text) => {
    const field = document.querySelector<HTMLInputElement>('main input[type=search]')!
    const taken: number[] = []
    for (let at = 1; at <= text.length; at++) {
      const list = document.querySelector('main')!
      const began = performance.now()
      const changed = new Promise<number>((resolve) => {
        const late = setTimeout(() => {
          watch.disconnect()
          resolve(NaN)
        }, 3000)
        const watch = new MutationObserver((records) => {
          if (
            !records.some(
              (one) =>
                (one.target instanceof Element ? one.target : one.target.parentElement)?.closest('[data-run], .run, [role=status]') ||
                [...one.addedNodes].some((node) => node instanceof Element && node.querySelector('[data-run]')),
            )
          )
            return
          watch.disconnect()
          clearTimeout(late)
          requestAnimationFrame(() => resolve(performance.now() - began))
        })
        watch.observe(list, { subtree: true, childList: true, characterData: true })
      })
      field.value = text.slice(0, at)
      field.dispatchEvent(new Event('input', { bubbles: true }))
      taken.push(await changed)
      await new Promise((resolve) => {
        setTimeout(resolve, 400)
      })
    }
    return taken.filter((one) => !Number.isNaN(one))
  }, words)
}

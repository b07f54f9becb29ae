// The pieces that all tables and cut lists of a report are made of.
import { type Html, html } from './html.ts'

/** One heading for each column. */
export const columnHeads = (titles: readonly string[]): Html[] => titles.map((title) => html`<th scope="col">${title}</th>`)

/** A row that names what it says in its first cell. */
export const row = (label: string, ...values: readonly (Html | string)[]): Html =>
  html`<tr><th scope="row">${label}</th>${values.map((value) => html`<td>${value}</td>`)}</tr>`

/** "12 of 300 objectives are shown; …", or nothing where all are. */
export const shownOf = (shown: number, all: number): Html | null =>
  all > shown
    ? html`<p class="note">${shown} of ${all.toLocaleString('en-US')} objectives are shown; the others are in the library.</p>`
    : null

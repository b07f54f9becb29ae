// What runs that go to the Trash leave behind, in words.
import { isolatedName } from '../text/format.ts'

/**
 * The end of "Moved “…” to Trash": empty when nothing outside the Trash was made with the networks of these runs. `moved` is how many run
 * records went; `built` how many others use their networks, with the names of the newest.
 */
export function dependentWords(moved: number, built: { count: number; names: readonly string[] } | null): string {
  if (built === null || built.count === 0) return ''
  const its = moved === 1 ? 'its network' : 'their networks'
  const named =
    built.count === 1 && built.names[0] !== undefined
      ? `“${isolatedName(built.names[0])}”`
      : `${built.count.toLocaleString('en-US')} other runs`
  return (
    `. ${named} ${built.count === 1 ? 'was' : 'were'} made with ` +
    `${its} and ${built.count === 1 ? 'stays' : 'stay'}; no page can look into ` +
    `${moved === 1 ? 'that network until its training is' : 'those networks until their trainings are'} restored`
  )
}

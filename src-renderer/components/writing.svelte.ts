// Whether what the page shows can be changed. Whoever knows the library says so; controls that change something read it.
class Writing {
  /** Why nothing can be changed or started now, in a sentence; null where everything can. */
  refused: string | null = $state(null)
}
export const writing = new Writing()

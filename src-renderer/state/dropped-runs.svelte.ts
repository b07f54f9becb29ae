// Files of runs that were dropped on the window, until the page of the runs takes them.
class DroppedRuns {
  files: readonly File[] = $state.raw([])

  take(): readonly File[] {
    const { files } = this
    this.files = []
    return files
  }
}
export const droppedRuns = new DroppedRuns()

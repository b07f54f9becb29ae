// A picture that was dropped on the window, until the page that asks about it takes it.
class DroppedPicture {
  file: File | null = $state.raw(null)

  take(): File | null {
    const { file } = this
    this.file = null
    return file
  }
}
export const droppedPicture = new DroppedPicture()

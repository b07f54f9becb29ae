// The picture that is shown large: pages name it, the shell shows it.

class EnlargedPicture {
  /** Where it stands on the page; null while none is enlarged. */
  of: HTMLElement | null = $state.raw(null)

  open(picture: HTMLElement | null | undefined): void {
    this.of = picture ?? null
  }
}
export const enlarged = new EnlargedPicture()

// What a method's card tells of its picture, where the page has asked the network about it.
import type { Field } from '../../src-shared/network/receptive-field.ts'

export interface Judged {
  value: number | null
  share: number | null
  spot: Field | null
  noise: number | null
  what: string
  failed: boolean
}

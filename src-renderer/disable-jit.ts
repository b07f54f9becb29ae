// To be imported first by the page. zod otherwise tries, on its first object schema, whether it may compile code from text: the policy says
// no, rightly, and reports the attempt as an error.
import { config } from 'zod'

config({ jitless: true })

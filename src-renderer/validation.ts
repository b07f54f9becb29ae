// Zod compiles its checks with `new Function` where it may. The page's policy forbids that, and even the attempt is reported as a violation,
// so it is told not to try. This must run before any schema is made: main.ts imports it first.
import { config } from 'zod'

config({ jitless: true })

// The page starts here. The rest is fetched after no-eval.ts has run: the bundler puts schemas into shared chunks, and a chunk that is
// imported runs before the code that imports it, so an import above this one's would not be late enough.
import './disable-jit.ts'

void import('./start.ts')

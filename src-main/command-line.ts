// The command line: the same service as the page’s, without a window. Results go to stdout, progress to stderr.
import { Command, CommanderError } from 'commander'
import { faultOf } from '../src-shared/rpc/fault.ts'
import { shownLines } from '../src-shared/text/shown-name.ts'
import { warn } from './app/terminal/output.ts'
import { version } from './app/version.ts'
import type { Verb } from './app/terminal/command.ts'
import { analysisCommands } from './app/terminal/commands/analyses.ts'
import { attributeCommand } from './app/terminal/commands/attribute.ts'
import { doctorCommand } from './app/terminal/commands/doctor.ts'
import { reproduceCommand } from './app/terminal/commands/reproduce.ts'
import { sweepCommand } from './app/terminal/commands/sweep.ts'
import { runCommands } from './app/terminal/commands/runs.ts'
import { replayCommand } from './app/terminal/commands/replay.ts'
import { exchangeCommands } from './app/terminal/commands/exchange.ts'
import { networkCommand } from './app/terminal/commands/network.ts'
import { picturesCommand } from './app/terminal/commands/pictures.ts'

const program = new Command('lab')
  .description('Phosphene without a window: train, visualize, search and compare from scripts.')
  .version(version)
  .exitOverride()
program.configureOutput({ outputError: (text, write) => write(shownLines(text.replace(/^error: /, ''))) })
program.addHelpText(
  'after',
  '\nRUN is the id of a run as "lab runs" lists it, or its first characters. Relative paths start at the folder you are in.\nCode 0: ' +
    'it worked. 1: the work failed. 2: a flag, recipe or file was wrong, and nothing was written. 130: you stopped it.',
)

const verb: Verb = (usage, words) =>
  program
    .command(usage)
    .description(words)
    .option('--json', 'print one JSON document, and nothing else, on stdout')
    .option('--library <dir>', 'the library folder (default: the one the window uses)')
    .allowExcessArguments(false)

doctorCommand(verb)
reproduceCommand(verb)
runCommands(verb)
sweepCommand(verb)
replayCommand(verb)
exchangeCommands(verb)
picturesCommand(verb)
networkCommand(verb)
attributeCommand(verb)
analysisCommands(verb)

// Whoever reads has heard enough, as "head" has after ten lines.
process.stdout.on('error', () => process.exit(process.exitCode ?? 0))

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    const fault = faultOf(error)
    warn(fault.message)
    process.exitCode = fault.code === 'invalid' || fault.code === 'missing' ? 2 : 1
  }
}

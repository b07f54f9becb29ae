import { ROOT } from './places.mjs'

export const AGAIN = 'npm run setup'
const CAUSES = [
  [/ENOSPC|No space left|quota exceeded/i, 'the disk is full', `df -h "${ROOT}"   (free 3 GB, then ${AGAIN})`],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|name resolution|ProxyError|ConnectionError|fetch failed|no answer/i,
    'no network, or a proxy that npm and pip do not know about',
    `${AGAIN}   (when online; behind a proxy: HTTPS_PROXY=http://HOST:PORT ${AGAIN})`,
  ],
  [/EINTEGRITY/, 'a damaged download in the cache of npm', `npm cache verify && ${AGAIN}`],
  [/ in JSON at position|MODULE_NOT_FOUND|ERR_MODULE_NOT_FOUND/, 'half-installed packages', `rm -rf node_modules && ${AGAIN}`],
  [/can only install packages when/i, 'package.json and package-lock.json disagree', `npm install --ignore-scripts && ${AGAIN}`],
  [
    /(g\+\+|c\+\+|make|python3?)\b.*(not found|ENOENT)|find any Python/i,
    'no C++ compiler, make or Python',
    `sudo apt-get install -y --no-install-recommends g++ make python3 python3-pip && ${AGAIN}`,
  ],
  [
    /EACCES|EROFS|EPERM|Permission denied|Read-only/i,
    'a folder that cannot be written to',
    `ls -ld "${ROOT}"   (correct its owner, then ${AGAIN})`,
  ],
  [/GLIBC|No matching distribution|musl/, 'a system too old for these binaries (glibc 2.27 or newer is needed)', 'ldd --version'],
  [/SIGILL|Illegal instruction/i, 'a processor without AVX, which TensorFlow needs', 'grep -c avx /proc/cpuinfo'],
]

/** A command that did not do its work. `advice` is [likely cause, next command]; without it the last lines are searched for one. */
export class Failure extends Error {
  constructor(command, lines, advice) {
    super(lines.at(-1) ?? command)
    this.output = lines.join('\n')
    const known = CAUSES.find(([sign]) => lines.some((line) => sign.test(line)))
    this.command = command
    this.lines = lines.slice(-20)
    this.advice = advice ?? known?.slice(1) ?? ['see the lines above', AGAIN]
  }

  text(step) {
    return [
      `${step} failed; the steps before it are kept.`,
      `  command       ${this.command}`,
      ...this.lines.map((line) => `    | ${line}`),
      `  likely cause  ${this.advice[0]}`,
      `  next          ${this.advice[1]}`,
    ].join('\n')
  }
}

/** The work was ended by a signal, and nothing is wrong. */
export class Stopped extends Error {}

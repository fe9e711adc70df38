import picocolors from 'picocolors'

export type Colors = ReturnType<typeof picocolors.createColors>

/** Colours for a terminal or on request. The library's own default would also colour everything if CI is set. */
export function colorsOf({ stdout, env }: { stdout: { isTTY?: boolean }; env: NodeJS.ProcessEnv }): Colors {
  const { NO_COLOR = '', FORCE_COLOR = '' } = env
  const wanted = FORCE_COLOR === '' ? stdout.isTTY === true : FORCE_COLOR !== '0'
  return picocolors.createColors(NO_COLOR === '' && wanted)
}

import picocolors from 'picocolors'

export type Colors = ReturnType<typeof picocolors.createColors>

/** Colour for a terminal or for who asks for it; the library by itself also colours whatever runs where CI is set. */
export function colorsOf({ stdout, env }: { stdout: { isTTY?: boolean }; env: NodeJS.ProcessEnv }): Colors {
  const { NO_COLOR = '', FORCE_COLOR = '' } = env
  const wanted = FORCE_COLOR === '' ? stdout.isTTY === true : FORCE_COLOR !== '0'
  return picocolors.createColors(NO_COLOR === '' && wanted)
}

import picocolors from 'picocolors'
import { allPrintable, withoutOrders } from '../../printable.ts'

export type Colors = ReturnType<typeof picocolors.createColors>

/** Colours for a terminal or on request. The library's own default would also colour everything if CI is set. */
export function colorsOf({ stdout, env }: { stdout: { isTTY?: boolean }; env: NodeJS.ProcessEnv }): Colors {
  const { NO_COLOR = '', FORCE_COLOR = '' } = env
  const wanted = FORCE_COLOR === '' ? stdout.isTTY === true : FORCE_COLOR !== '0'
  return picocolors.createColors(NO_COLOR === '' && wanted)
}

export const noColors: Colors = picocolors.createColors(false)

/** What was found, in words of ours; these get it with every text in it as it may be printed. */
export function toldInWords<Found>(
  found: Found,
  inWords: (found: Found, colors: Colors) => string,
  colors: Colors,
): string {
  return withoutOrders(inWords(allPrintable(found), colors), colors.isColorSupported)
}

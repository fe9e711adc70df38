import { isatty } from 'node:tty'
import picocolors from 'picocolors'

const { NO_COLOR = '', FORCE_COLOR = '' } = process.env

/** Colour for a terminal or for who asks for it; the library by itself also colours whatever runs where CI is set. */
export const colors = picocolors.createColors(
  NO_COLOR === '' && (FORCE_COLOR === '' ? isatty(1) : FORCE_COLOR !== '0'),
)

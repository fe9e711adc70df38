export interface Closable {
  close(): Promise<void>
}

/** Closes what is being opened together with the rest. */
export type Keep = <Opened extends Closable>(opening: Promise<Opened>) => Promise<Opened>

/**
 * Opens several things of which all are needed: what `open` keeps is closed by one `close`, or at once when `open` fails.
 */
export async function openTogether<Opened>(
  open: (keep: Keep) => Promise<Opened>,
): Promise<{ opened: Opened; close(): Promise<void> }> {
  const kept: Promise<Closable>[] = []
  async function close(): Promise<void> {
    const settled = await Promise.allSettled(kept)
    const open = settled.filter((one) => one.status === 'fulfilled')
    await Promise.all(open.map(({ value }) => value.close()))
  }
  try {
    const opened = await open((opening) => {
      kept.push(opening)
      return opening
    })
    return { opened, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Like `Promise.all`, but waits for all of them, and of several errors it has the first in their order. */
export async function inOrder<Opened>(opening: readonly Promise<Opened>[]): Promise<Opened[]> {
  await Promise.allSettled(opening)
  return Promise.all(opening)
}

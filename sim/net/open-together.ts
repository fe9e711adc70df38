export interface Closable {
  close(): Promise<void>
}

/** Registers something to be closed with the rest. */
export type Keep = <Opened extends Closable>(opened: Opened) => Opened

/**
 * Opens several things in turn, or none. `close` closes the kept ones, last first; a failure of `open` does so too.
 */
export async function openInTurn<Opened>(
  open: (keep: Keep) => Promise<Opened>,
): Promise<{ opened: Opened; close(): Promise<void> }> {
  const kept: Closable[] = []
  async function close(): Promise<void> {
    for (let last = kept.pop(); last; last = kept.pop()) await last.close()
  }
  try {
    const opened = await open((one) => {
      kept.push(one)
      return one
    })
    return { opened, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Like `Promise.all` for things that open in parallel, but closes the others before it rejects. */
export async function allOrNone<Opened extends Closable>(
  opening: readonly Promise<Opened>[],
): Promise<Opened[]> {
  const settled = await Promise.allSettled(opening)
  const opened = settled.filter((one) => one.status === 'fulfilled').map(({ value }) => value)
  const failed = settled.find((one) => one.status === 'rejected')
  if (!failed) return opened
  await Promise.all(opened.map((one) => one.close()))
  throw failed.reason
}

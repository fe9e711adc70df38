/** A listener that `npm run fuzz` sends nonsense to. */
export interface FuzzTarget {
  name: string
  open(): Promise<{ port: number; transport: 'tcp' | 'udp'; close(): Promise<void> }>
  /** Good requests, to be mutated. */
  samples(): Buffer[]
  /** A good request right after is answered, within so many milliseconds where silence is all there is. */
  stillAnswers(port: number, patience: number): Promise<boolean>
}

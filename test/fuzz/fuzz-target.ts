export interface FuzzTarget {
  name: string
  open(): Promise<{ port: number; transport: 'tcp' | 'udp'; close(): Promise<void> }>
  /** Good requests, to be mutated. */
  samples(): Buffer[]
  /** A good request right after is answered. */
  stillAnswers(port: number): Promise<boolean>
}

/** How sure a part of the simulation is. docs/what-is-known.md is made of these, as they stand beside the code. */
export interface Basis {
  certainty: Certainty
  /** What it is about, with its source where it has one. */
  about: string
}

export type Certainty = 'documented' | 'known from public clients' | 'inferred' | 'our choice'

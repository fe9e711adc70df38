/** The date of whatever never changes, so that it is the same at every request and in every run. */
export const firstModified = new Date('2007-08-22T00:00:00Z')

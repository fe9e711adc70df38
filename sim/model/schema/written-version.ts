import * as z from 'zod'

/** Service pack 2 of Configuration Manager 2007. */
const servicePack2 = '4.00.6487.2000'

/** `2.50.4253.3000` is service pack 3 of SMS 2003. */
export const productVersion = z
  .string()
  .regex(/^\d{1,5}(?:\.\d{1,5}){3}$/, 'a version such as 4.00.6487.2000')
  .default(servicePack2)

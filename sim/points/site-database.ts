/**
 * Data that the systems of a site share: registered clients, stored user state, state messages. The product keeps
 * it in the site database; here it lasts as long as the hierarchy runs.
 */
export interface SiteDatabase {
  /** The table that `create` makes, made when it is first asked for: `database.table(createStateStores)`. */
  table<Table>(create: () => Table): Table
}

export function createSiteDatabase(): SiteDatabase {
  const tables = new Map<() => unknown, unknown>()
  return {
    table<Table>(create: () => Table): Table {
      if (!tables.has(create)) tables.set(create, create())
      return tables.get(create) as Table
    },
  }
}

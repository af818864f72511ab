/**
 * The messages, field names as in JSON: the mirror of server/wire/.
 *
 * Dates are `YYYY-MM-DD`, instants ISO 8601 UTC, clock times seconds of the local day (`_s`),
 * lengths metres. A row of a type this code does not know is passed over, never an error: the
 * server may be newer than the phone.
 */

export * from './wire/accounts.ts'
export * from './wire/base.ts'
export * from './wire/calendars.ts'
export * from './wire/exchange.ts'
export * from './wire/guards.ts'
export * from './wire/maps.ts'
export * from './wire/plans.ts'

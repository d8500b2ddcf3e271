// Package numbering gives a tenant's number plan by its country or calling code. The plans come from the metadata
// of libphonenumber as github.com/nyaruka/phonenumbers carries it; nothing is fetched.
//
// A plan knows prefixes and lengths, not which ranges are assigned: a number of the right length that nobody has
// passes. Left out: countries whose domestic form rewrites digits (mobile numbers of Argentina and Mexico as once
// dialled at home) and carrier selection codes; there only numbers with + are sure.
//
// Start at [Plan].
package numbering

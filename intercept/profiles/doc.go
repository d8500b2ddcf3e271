// Package profiles holds how agencies take product, as data: one YAML file a profile, each value with where it was read or
// marked [inferred] (docs/formats/profile-lemf.md). [Load] gives an embedded one, [Read] reads a provider's own.
//
// A profile is where a provider begins; what the agency agrees on is written into the provider's own copy, with its day.
package profiles

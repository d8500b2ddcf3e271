// Package strict reads YAML that people write: packs of law, cases, profiles, rules. An unknown key, a key twice, a value
// of another kind are errors that say where, what and what to do, and all of a file's are told at once. It does no I/O.
package strict

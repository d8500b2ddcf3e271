// Package module reads ASN.1 modules (ITU-T X.680) and writes them as tables, the notation of package asn1. It is used
// when tables are made anew, never at run time.
//
// It knows the part of ASN.1 that the interception and retained-data modules use: types, tags of all three modes,
// sizes, ranges, extension markers, imports. Values are read over, but for integers that a size names. Of constraints
// only sizes and ranges are kept; classes, parameters and COMPONENTS OF are refused.
//
// Start at [Read], then [Set.Table].
package module

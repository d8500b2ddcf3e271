// Package check looks at what a mediation function delivered (PS-PDUs of ETSI TS 102 232-1, -3 and -5) and says where it departs
// from the standard: for any vendor's product, without knowing the warrant.
//
// The files of a delivery are read twice: [Checker.Learn] takes from them who set up which stream and when sessions begin and
// end, [Checker.Take] judges each PDU, [Checker.Finish] what shows only at the end. Findings are few: the same departure in the
// same session is one finding with a count. What can't be known from the files is a note and not an error.
//
// The rules stand in rules.go, each with its severity, the field or clause that it rests on, and what to do. Findings quote no
// LIID, no party and no content.
package check

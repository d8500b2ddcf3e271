// Package page draws the report of a delivery: what came and what is missing, the findings, and each session with its ladder, its
// sound and its files. It is for the agency's officer, so LIIDs and parties stand in it.
//
// Start at [New], give each loaded session to [Report.Session], then take [Report.Document].
package page

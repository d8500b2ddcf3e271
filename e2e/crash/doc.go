// Package crash kills the whole system at any moment, fills its disk, sets its clock back, edits its database and cuts
// its ledger, and asks each time: is every case whole, is nothing half-disclosed, does it go on.
//
// Start at kill_test.go. The long run is `make soak`.
package crash

// Package ledgertest checks that a ledger store keeps its promises, and gives tests a ledger in memory.
//
// Every store's test calls [Run]; so may yours.
package ledgertest

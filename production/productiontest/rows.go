package productiontest

import (
	"fmt"
	"iter"
	"testing"
	"time"

	"writ"
	"writ/law"
	"writ/records"
)

// Number is the number that the tests' demands ask for; Address is the address.
const (
	Number  = "+12025550123"
	Other   = "+12025550199"
	Address = "192.0.2.17"
)

// From and To are the ends of the tests' windows.
var (
	From = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	To   = time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
)

// Demand asks for several categories of a number and an address, and for content, which does not open.
func Demand(caseID string, version int) law.Demand {
	yes := true
	stamp := func(s string) *law.Stamp {
		x, err := law.ParseStamp(s)
		if err != nil {
			panic(err)
		}
		return &x
	}
	keeps, _ := writ.ParsePeriod("P2Y")
	all := map[writ.Category]writ.Period{}
	for _, c := range writ.Categories() {
		if !c.Live() {
			all[c] = keeps
		}
	}
	window := func() *law.StatedWindow {
		return &law.StatedWindow{From: stamp("2026-01-01T00:00:00Z"), To: stamp("2026-02-01T00:00:00Z")}
	}
	number := []law.Stated{{Kind: writ.E164, Text: Number}}
	return law.Demand{Case: caseID, Salt: [32]byte{1, 2, 3}, Version: version, At: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), Packs: []string{"testland"},
		Provider: law.Provider{Established: []string{"XT"}, Offers: []string{"XT"}, Service: "voip-interconnected", Keeps: all},
		Instrument: law.Instrument{Type: "order", Issuer: law.Issuer{Kind: "court", Country: "XT"}, Issued: stamp("2026-02-25"), Served: stamp("2026-02-27T10:00:00+01:00"),
			Addressee: "provider", Signed: &yes, Language: "en", Facts: map[string]any{"sheets": 3, "sealed": true, "names": []any{"a", "b"}}},
		Asks: []law.Ask{
			{Category: writ.Subscriber, Identifiers: number},
			{Category: writ.CallRecords, Identifiers: number, Window: window()},
			{Category: writ.Traffic, Identifiers: number, Window: window()},
			{Category: writ.IPAssignment, Identifiers: []law.Stated{{Kind: writ.IP, Text: Address}}, Window: window()},
			{Category: writ.Content, Identifiers: number, Window: window()},
		}}
}

// Tenures say who held the number and the address.
func Tenures() []records.Tenure {
	number, _ := writ.ParseIdentifier(writ.E164, Number)
	address, _ := writ.ParseIdentifier(writ.IP, Address)
	begin := From.AddDate(-1, 0, 0)
	return []records.Tenure{{ID: number, Holder: "ACC-17", From: begin}, {ID: address, Holder: "ACC-17", From: begin}}
}

// Rows gives n calls, in and around the window, a line of the register, and an assignment that outlasts the window.
func Rows(t testing.TB, n int) iter.Seq[records.Row] {
	must := func(r records.Row, err error) records.Row {
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	return func(yield func(records.Row) bool) {
		begin := From.AddDate(-1, 0, 0)
		customer := must(records.New(records.Customer, records.KeyOf("t", "c"), begin, time.Time{}, records.V(records.Account, "ACC-17"),
			records.V(records.FullName, "María José O'Neill"), records.V(records.PostalAddr, "1 High Street, Testville"), records.V(records.Number, Number),
			records.V(records.From, begin.Format(time.RFC3339Nano)), records.V(records.PaymentMeans, "direct debit")))
		lease := must(records.New(records.Assignment, records.KeyOf("t", "a"), From.Add(-time.Hour), To.Add(time.Hour), records.V(records.Address, Address),
			records.V(records.From, From.Add(-time.Hour).Format(time.RFC3339Nano)), records.V(records.Until, To.Add(time.Hour).Format(time.RFC3339Nano)),
			records.V(records.EndKnown, "stop"), records.V(records.User, "ACC-17")))
		if !yield(customer) || !yield(lease) {
			return
		}
		for i := range n {
			if !yield(must(call(i))) {
				return
			}
		}
	}
}

// call is the i-th call: one in ten lies outside the window, one in seven is another's.
func call(i int) (records.Row, error) {
	at := From.Add(time.Duration(i%2_600_000) * time.Second)
	caller := Number
	switch {
	case i%10 == 9:
		at = To.Add(time.Duration(i) * time.Second)
	case i%7 == 6:
		caller = Other
	}
	x := scrambled(uint64(i)) //nolint:gosec // a count
	callee := fmt.Sprintf("+1202556%04d", x%10000)
	event, answered := "answered", "yes"
	if i%5 == 4 {
		event, answered = "missed", "no"
	}
	return records.New(records.Call, records.KeyOf("t", "call", fmt.Sprint(i)), at, time.Time{}, records.V(records.Event, event),
		records.V(records.Start, at.Format(time.RFC3339Nano)), records.V(records.Duration, fmt.Sprintf("%d.5", x%600)), records.V(records.Caller, caller),
		records.V(records.Callee, callee), records.V(records.CallerURI, "sip:"+caller+"@voip.example"), records.V(records.CalleeURI, "sip:"+callee+"@voip.example;user=phone"),
		records.V(records.Answered, answered), records.V(records.Status, "200"), records.V(records.Reason, "OK"), records.V(records.CallRef, fmt.Sprintf("%08x", uint32(x>>32))), records.V(records.CallID, fmt.Sprintf("%016x%016x@192.0.2.1", x, scrambled(x))),
		records.V(records.CallerIP, Address), records.V(records.Codec, "=cmd|'/c calc'!A1"))
}

// scrambled gives a number that looks random, as a telephone's call references do (SplitMix64).
func scrambled(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

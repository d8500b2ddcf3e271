package mediation

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ"
	"writ/intercept"
	core "writ/intercept/mediation"
)

func testOrder(t interface{ Fatal(...any) }, xid byte, liid string) Order {
	id, err := writ.ParseIdentifier(writ.SIPURI, "sip:target@example.net")
	if err != nil {
		t.Fatal(err)
	}
	l, err := intercept.ParseLIID(liid)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now().UTC().Truncate(time.Second)
	return Order{Task: intercept.Task{XID: intercept.XID{xid}, LIID: l, Targets: []intercept.Target{{ID: id}}, Deliver: intercept.IRIAndCC,
		From: now.Add(-time.Hour), Until: now.Add(time.Hour), To: []intercept.DID{{1}}}}
}

func TestWhatTheStateHoldsIsReadAgainAndChangesApplyInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var deltas [][]byte
		want := newBook()
		for i := range rapid.IntRange(0, 20).Draw(t, "changes") {
			x := intercept.XID{rapid.Byte().Draw(t, "xid")%4 + 1}
			var changes []byte
			switch rapid.IntRange(0, 4).Draw(t, "kind") {
			case 0:
				want.forget(x)
				changes = appendMark(nil, orderForget, x)
			case 1:
				want.over[x] = true
				changes = appendMark(nil, orderOver, x)
			case 2:
				want.stopped[x] = time.Unix(int64(i)<<26, 5).UTC()
				changes = appendStop(nil, x, want.stopped[x])
			default:
				o := testOrder(t, x[0], "LIID-1")
				o.Elements = rapid.SliceOfN(rapid.String(), 0, 3).Draw(t, "elements")
				if len(o.Elements) == 0 {
					o.Elements = nil
				}
				o.Service, o.PerElement, o.ByArrival = core.Service(i%3), i%2 == 0, i%5 == 0
				o.Limit = core.Limit{Octets: int64(i) << 33, Age: time.Duration(i) * time.Hour}
				want.set(o)
				changes = appendOrder(nil, o)
			}
			deltas = append(deltas, appendDelta(nil, changes, []byte{byte(i)}))
		}
		got := newBook()
		for i, d := range deltas {
			rest, err := got.read(d)
			if err != nil || len(rest) != 1 || rest[0] != byte(i) {
				t.Fatalf("delta %d: the core's part is %v, %v", i, rest, err)
			}
		}
		if !same(got, want) {
			t.Fatal("deltas give other orders")
		}
		again := newBook()
		rest, err := again.read(got.state([]byte("core"))[len(stateForm):])
		if err != nil || string(rest) != "core" || !same(again, want) {
			t.Fatalf("the snapshot gives other orders: %q, %v", rest, err)
		}
	})
}

func same(a, b book) bool {
	for x, o := range a.orders {
		other := b.orders[x]
		if string(o.Task.Encode()) != string(other.Task.Encode()) {
			return false
		}
		o.Task, other.Task = intercept.Task{}, intercept.Task{}
		if !reflect.DeepEqual(o, other) {
			return false
		}
	}
	return len(a.orders) == len(b.orders) && reflect.DeepEqual(a.over, b.over) && reflect.DeepEqual(a.stopped, b.stopped)
}

func TestATornStateIsAnErrorAndNeverHalfAStart(t *testing.T) {
	whole := appendDelta(nil, appendOrder(appendMark(nil, orderForget, intercept.XID{2}), testOrder(t, 1, "LIID-1")), nil)
	for n := range len(whole) {
		if _, err := newBook().read(whole[:n]); !errors.Is(err, ErrState) {
			t.Fatalf("the first %d of %d octets: %v", n, len(whole), err)
		}
	}
	if _, err := newBook().read(appendDelta(nil, appendMark(nil, 9, intercept.XID{}), nil)); !errors.Is(err, ErrState) {
		t.Errorf("an unknown kind: %v", err)
	}
}

func FuzzState(f *testing.F) {
	f.Add(appendDelta(nil, appendOrder(nil, testOrder(f, 1, "LIID-1")), []byte("core")))
	f.Fuzz(func(t *testing.T, in []byte) {
		b := newBook()
		if _, err := b.read(in); err != nil && !errors.Is(err, ErrState) {
			t.Errorf("%v", err)
		}
	})
}

package records_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ"
	"writ/records"
)

var t0 = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func at(seconds int) time.Time { return t0.Add(time.Duration(seconds) * time.Second) }

func window(t interface{ Fatal(...any) }, from, to int) writ.Window {
	w, err := writ.NewWindow(at(from), at(to))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestARowOrdersItsValuesAndDropsEmptyOnes(t *testing.T) {
	r, err := records.New(records.Call, records.Key{1}, t0.In(time.FixedZone("x", 3600)), time.Time{},
		records.V(records.Callee, "b"), records.V(records.Event, "call"), records.V(records.Reason, ""), records.V(records.Caller, "a"))
	if err != nil {
		t.Fatal(err)
	}
	var got []records.Field
	for _, v := range r.Values {
		got = append(got, v.Field)
	}
	if want := []records.Field{records.Event, records.Caller, records.Callee}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if r.At.Location() != time.UTC {
		t.Error("the instant is not in UTC")
	}
}

func TestARowRefusesWhatItsKindLacks(t *testing.T) {
	if _, err := records.New(records.Session, records.Key{1}, t0, time.Time{}, records.V(records.Caller, "a")); err == nil {
		t.Error("a session took a caller")
	}
	if _, err := records.New(records.Call, records.Key{1}, t0, time.Time{}, records.V(records.Caller, "a"), records.V(records.Caller, "b")); err == nil {
		t.Error("a field stands twice")
	}
}

func TestADraftMakesTheRowThatNewMakes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]records.Kind{records.Call, records.Session, records.Customer}).Draw(t, "kind")
		specs := rapid.Permutation(records.Fields(kind)).Draw(t, "specs")
		d := records.NewDraft(kind, writ.NumberPlan{})
		var values []records.Value
		for _, s := range specs[:rapid.IntRange(0, len(specs)).Draw(t, "n")] {
			text := rapid.SampledFrom([]string{"", "x y", "+12025551965", "198.51.100.7", "A@B.example", "anonymous"}).Draw(t, "text")
			d.Set(s.Field, text)
			if s.Names != "" && s.Names != writ.Name {
				text = records.Named(s.Names, text)
			}
			values = append(values, records.V(s.Field, text))
		}
		want, err := records.New(kind, records.Key{1}, t0, at(5), values...)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // a Draft is empty after each row
			got, err := d.Row(records.Key{1}, t0, at(5))
			if err != nil || len(got.Values) != len(want.Values) || !got.At.Equal(want.At) || !got.Until.Equal(want.Until) {
				t.Fatalf("got %d values, %v; want %d", len(got.Values), err, len(want.Values))
			}
			for i, v := range got.Values {
				if v.Field != want.Values[i].Field || v.Text() != want.Values[i].Text() {
					t.Fatalf("field %s differs", v.Field)
				}
			}
			want.Values = nil
		}
	})
}

func TestADraftRefusesWhatItsKindLacks(t *testing.T) {
	d := records.NewDraft(records.Session, writ.NumberPlan{})
	d.Set(records.Caller, "a")
	if _, err := d.Row(records.Key{1}, t0, time.Time{}); err == nil {
		t.Error("a session took a caller")
	}
	d.Set(records.User, "a")
	d.Set(records.User, "b")
	if _, err := d.Row(records.Key{1}, t0, time.Time{}); err == nil {
		t.Error("a field stands twice")
	}
	d.Set(records.User, "a")
	d.Clear()
	if r, err := d.Row(records.Key{1}, t0, time.Time{}); err != nil || len(r.Values) != 0 || !d.Lacks(records.User) {
		t.Error("an error or a value outlives the record")
	}
}

func TestWhenARowIsInAWindow(t *testing.T) {
	state := func(from, until int) records.Row {
		r := records.Row{Kind: records.Customer, At: at(from)}
		if until > 0 {
			r.Until = at(until)
		}
		return r
	}
	event := func(n int) records.Row { return records.Row{Kind: records.Call, At: at(n)} }
	w := window(t, 10, 20)
	for _, tc := range []struct {
		name string
		row  records.Row
		want bool
	}{
		{"an event at the beginning is in", event(10), true},
		{"an event a nanosecond before is out", records.Row{Kind: records.Call, At: at(10).Add(-1)}, false},
		{"an event at the end is out", event(20), false},
		{"an event a nanosecond before the end is in", records.Row{Kind: records.Call, At: at(20).Add(-1)}, true},
		{"a state that ends at the beginning is out", state(5, 10), false},
		{"a state that ends just after is in", records.Row{Kind: records.Customer, At: at(5), Until: at(10).Add(1)}, true},
		{"a state that begins at the end is out", state(20, 30), false},
		{"a state around it is in", state(5, 30), true},
		{"a state that still lasts is in", state(5, 0), true},
		{"a state that still lasts but begins later is out", state(20, 0), false},
	} {
		if got := tc.row.In(w); got != tc.want {
			t.Errorf("%s: got %v", tc.name, got)
		}
		if tc.row.In(writ.Window{}) {
			t.Errorf("%s: it is in no window at all", tc.name)
		}
	}
}

// TestAStateIsInAWindowExactlyWhenItLastsAtAnInstantOfIt compares In with Lasts at every second.
func TestAStateIsInAWindowExactlyWhenItLastsAtAnInstantOfIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := records.Row{Kind: records.Assignment, At: at(rapid.IntRange(0, 30).Draw(t, "from"))}
		if rapid.Bool().Draw(t, "ends") {
			r.Until = r.At.Add(time.Duration(rapid.IntRange(1, 20).Draw(t, "long")) * time.Second)
		}
		from := rapid.IntRange(0, 40).Draw(t, "wfrom")
		to := from + rapid.IntRange(1, 20).Draw(t, "wlong")
		lasts := false
		for s := from; s < to; s++ {
			lasts = lasts || r.Lasts(at(s))
		}
		if got := r.In(window(t, from, to)); got != lasts {
			t.Fatalf("in: %v, lasts: %v", got, lasts)
		}
	})
}

func TestTheClassOfARecord(t *testing.T) {
	call := func(answered string) records.Row {
		r, _ := records.New(records.Call, records.Key{1}, t0, time.Time{}, records.V(records.Answered, answered))
		return r
	}
	for _, tc := range []struct {
		row  records.Row
		want records.Class
	}{
		{call("yes"), "calls"}, {call("no"), "calls-unanswered"}, {call(""), "calls"},
		{records.Row{Kind: records.Session}, "sessions"}, {records.Row{Kind: records.Customer}, "customers"}, {records.Row{Kind: records.Assignment}, ""},
	} {
		if got := tc.row.Class(); got != tc.want {
			t.Errorf("%s: got %q, want %q", tc.row.Kind, got, tc.want)
		}
		if tc.want != "" && !slices.Contains(records.Classes(), tc.want) {
			t.Errorf("%q is not listed", tc.want)
		}
	}
}

// TestEachFieldIsBoundToOneCategory reads the table of fields.
func TestEachFieldIsBoundToOneCategory(t *testing.T) {
	for _, k := range records.Kinds() {
		seen := map[records.Field]bool{}
		for _, s := range records.Fields(k) {
			switch {
			case seen[s.Field]:
				t.Errorf("%s: field %s stands twice", k, s.Field)
			case !slices.Contains(writ.Categories(), s.Category) || s.Category.Live():
				t.Errorf("%s: field %s has category %q", k, s.Field, s.Category)
			case s.Names != "" && !slices.Contains(writ.Kinds(), s.Names):
				t.Errorf("%s: field %s names a %q", k, s.Field, s.Names)
			case s.Narrowing != "" && !slices.Contains(writ.Narrowings(s.Category), s.Narrowing):
				t.Errorf("%s: field %s is narrowed by %q, which %s lacks", k, s.Field, s.Narrowing, s.Category)
			case s.Legend == "" || s.Form == "":
				t.Errorf("%s: field %s has no legend or form", k, s.Field)
			}
			seen[s.Field] = true
			if got, ok := records.SpecOf(k, s.Field); !ok || got != s {
				t.Errorf("%s: SpecOf does not find %s", k, s.Field)
			}
			if !slices.Contains(records.KindsOf(s.Category), k) {
				t.Errorf("KindsOf(%s) lacks %s", s.Category, k)
			}
		}
	}
	if _, ok := records.SpecOf(records.Session, records.Caller); ok {
		t.Error("a session has a caller")
	}
}

func TestABalance(t *testing.T) {
	if !(records.Balance{In: 10, Stored: 4, Refused: 3, Dropped: 2, Duplicate: 1}).Check() || (records.Balance{In: 10, Stored: 9}).Check() {
		t.Error("the sum is not checked")
	}
}

package sqlite_test

import (
	"errors"
	"testing"
	"time"

	"writ/casefile"
	. "writ/casefile/casefiletest"
	"writ/law"
	"writ/ledger"
	"writ/scope"
)

type noStops struct{}

func (noStops) Pending(string) (bool, error) { return false, nil }

// opens asks the one door whether rows may be read.
func (h *home) opens(t *testing.T, c casefile.Case) error {
	t.Helper()
	d, err := law.Decide(c.Decision.Demand.Demand, h.Packs)
	if err != nil {
		t.Fatal(err)
	}
	s, err := scope.Grant(h.Log, d, noStops{}, func() time.Time { return Start.Add(3 * time.Hour) })
	if err != nil {
		return err
	}
	_, err = s.Issue(scope.Lookup)
	return err
}

// rewrite puts a case into its row as somebody could who holds the disk and the tenant's keys.
func (h *home) rewrite(t *testing.T, c casefile.Case) {
	t.Helper()
	key, err := h.Blob(`SELECT key FROM cases WHERE id = ?`, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := casefile.Encode(c)
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := aead{}.Seal(c.ID, key, "case", plain)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Exec(`UPDATE cases SET state = ?, content = ? WHERE id = ?`, c.State, sealed, c.ID); err != nil {
		t.Fatal(err)
	}
}

func TestAnApprovalForgedInTheDatabaseOpensNothingAndIsFound(t *testing.T) {
	h := newHome(t)
	c := h.live(t, 1, 6) // one approval is missing
	h.drain(t, Start.Add(time.Hour))
	forged := c
	forged.State = casefile.Approved
	forged.Approvals = append(forged.Approvals, casefile.Approval{Who: Eve, At: Start.Add(6 * time.Minute)})
	last := forged.History[len(forged.History)-1]
	last.Who, last.To = Eve, casefile.Approved
	forged.History = append(forged.History, last)
	h.rewrite(t, forged)

	got, err := h.Load(ctx, c.ID)
	if err != nil || got.State != casefile.Approved || len(got.Approvals) != 2 {
		t.Fatalf("the forgery did not take: %s %v", got.State, err)
	}
	if err := h.opens(t, got); !errors.Is(err, scope.ErrUnapproved) {
		t.Errorf("the door answers the forged case with %v, want ErrUnapproved", err)
	}
	if found, err := h.Audit(ctx, h.Log); err != nil || len(found) == 0 {
		t.Errorf("the audit finds nothing (%v)", err)
	}

	h.rewrite(t, c)
	h.step(t, c.ID, h.Approve(Eve, c, Start.Add(2*time.Hour)))
	h.drain(t, Start.Add(2*time.Hour))
	if err := h.opens(t, c); err != nil {
		t.Errorf("with the true approval the door stays shut: %v", err)
	}
}

func TestAnApprovalForgedIntoTheOutboxOpensNothingAndIsFound(t *testing.T) {
	h := newHome(t)
	c := h.live(t, 1, 6)
	st := c.Statement(scope.Approve)
	key := st.Key(Eve, 1)
	e := ledger.Entry{V: 1, Key: key, Kind: string(scope.Approve), Case: c.ID, At: Start.Add(time.Hour),
		Body: st.Sign(Eve, testKey(200), "")} // not Eve's key
	b, err := e.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Exec(`INSERT INTO outbox (case_id, key, entry) VALUES (?,?,?)`, c.ID, key, b); err != nil {
		t.Fatal(err)
	}
	h.drain(t, Start.Add(time.Hour))
	if err := h.opens(t, c); !errors.Is(err, scope.ErrUnapproved) {
		t.Errorf("the door answers %v, want ErrUnapproved", err)
	}
	if found, err := h.Audit(ctx, h.Log); err != nil || len(found) == 0 {
		t.Errorf("the audit finds nothing (%v)", err)
	}
}

func TestAnEditedRowIsNotLoaded(t *testing.T) {
	for name, edit := range map[string]string{
		"the state":                `UPDATE cases SET state = 'approved' WHERE id = '` + ID(1) + `'`,
		"the deadline moved":       `UPDATE cases SET deadline = '2030-01-01T00:00:00.000000000Z' WHERE id = '` + ID(1) + `'`,
		"the deadline taken away":  `UPDATE cases SET deadline = NULL WHERE id = '` + ID(1) + `'`,
		"the version":              `UPDATE cases SET version = 7 WHERE id = '` + ID(1) + `'`,
		"another case's content":   `UPDATE cases SET content = (SELECT content FROM cases WHERE id = '` + ID(2) + `') WHERE id = '` + ID(1) + `'`,
		"another case's whole row": `UPDATE cases SET (content, key) = (SELECT content, key FROM cases WHERE id = '` + ID(2) + `') WHERE id = '` + ID(1) + `'`,
		"a bit of the content":     `UPDATE cases SET content = zeroblob(100) WHERE id = '` + ID(1) + `'`,
	} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			h.live(t, 1, 5)
			h.live(t, 2, 5)
			h.drain(t, Start.Add(time.Hour))
			if err := h.Exec(edit); err != nil {
				t.Fatal(err)
			}
			if _, err := h.Load(ctx, ID(1)); err == nil {
				t.Errorf("it was loaded")
			}
			if found, err := h.Audit(ctx, h.Log); err != nil || len(found) != 1 || found[0].Case != ID(1) {
				t.Errorf("audit: %v %v, want the edited case", found, err)
			}
		})
	}
}

func TestAPaperThatWasSwappedIsNotGiven(t *testing.T) {
	h := newHome(t)
	h.live(t, 1, 1, casefile.PaperBytes{Name: "a", Data: []byte("a")}, casefile.PaperBytes{Name: "b", Data: []byte("b")})
	if err := h.Exec(`UPDATE papers SET content = (SELECT content FROM papers WHERE n = 1) WHERE n = 0`); err != nil {
		t.Fatal(err)
	}
	if b, err := h.Paper(ctx, ID(1), 0); err == nil {
		t.Errorf("another paper was given: %d octets", len(b))
	}
	key, err := h.Blob(`SELECT key FROM cases`)
	if err != nil {
		t.Fatal(err)
	}
	other, err := aead{}.Seal(ID(1), key, "paper/0", []byte("sealed by somebody with the keys"))
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Exec(`UPDATE papers SET content = ? WHERE n = 0`, other); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Paper(ctx, ID(1), 0); !errors.Is(err, casefile.ErrEdited) {
		t.Errorf("another paper, well sealed: %v, want ErrEdited", err)
	}
}

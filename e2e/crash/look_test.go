package crash

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"writ/casefile"
	"writ/e2e/house"
	"writ/ledger"
	"writ/outside/lap"
	"writ/outside/tiles"
	"writ/role/keeper"
	"writ/scope"
)

// look checks what a kill left, opens the house again and checks what that makes of it. It says at which step the kill
// fell.
func (l *life) look(ctx context.Context, w words) string {
	l.t.Helper()
	l.nothingPlain()
	l.ledgerIntact()
	forking.RLock()
	defer forking.RUnlock()
	k, err := l.Open(ctx)
	if err != nil {
		l.t.Errorf("killed at %q, the house does not open: %v", w.step, err)
		return w.step
	}
	defer l.close(k)
	l.nothingHalfDisclosed(k)
	l.casesWhole(ctx, k, w)
	all, err := k.List(ctx)
	if err != nil || w.demand >= len(all) {
		return w.step
	}
	return refine(k, w, all[w.demand].ID)
}

func (l *life) close(k *keeper.Keeper) {
	if err := k.Close(); err != nil {
		l.t.Error(err)
	}
}

// nothingPlain searches every file for the marked texts.
func (l *life) nothingPlain() {
	l.t.Helper()
	err := filepath.WalkDir(l.Dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, mark := range house.Marks {
			if mark == house.Reference && strings.HasPrefix(filepath.Base(path), "letter.") {
				continue // a letter is for the post: it names the case of its issuer, and no target
			}
			if bytes.Contains(b, []byte(mark)) || strings.Contains(path, mark) {
				l.t.Errorf("%s holds %q in the clear", strings.TrimPrefix(path, l.Dir), mark)
			}
		}
		return nil
	})
	if err != nil {
		l.t.Error(err)
	}
}

// ledgerIntact verifies the ledger offline, against every checkpoint that was seen before.
func (l *life) ledgerIntact() {
	l.t.Helper()
	report, err := tiles.Verify(l.Path("ledger"), "", l.seen)
	if err != nil {
		l.t.Error(err)
		return
	}
	if b := report.Broken(); b != nil {
		l.t.Errorf("the ledger: %s: %s", b.Name, b.Detail)
	}
}

// nothingHalfDisclosed: what lies in the delivery folder, whole or not, has its intent on the ledger.
func (l *life) nothingHalfDisclosed(k *keeper.Keeper) {
	l.t.Helper()
	names, err := os.ReadDir(l.Delivery())
	if err != nil && !os.IsNotExist(err) {
		l.t.Error(err)
	}
	permits := len(k.Ledger().Keys("permit/"))
	for _, n := range names {
		id, _, _ := strings.Cut(strings.TrimPrefix(n.Name(), "."), "-")
		if len(k.Ledger().Keys("permit/"+id+"/1/deliver/")) == 0 {
			l.t.Errorf("%s lies in the delivery folder, and none of the %d permits on the ledger is of its delivery", n.Name(), permits)
		}
	}
}

// casesWhole: case and ledger tell the same, and what the child said was done is there.
func (l *life) casesWhole(ctx context.Context, k *keeper.Keeper, w words) {
	l.t.Helper()
	l.seen = append(l.seen, k.Ledger().Head().Note)
	found, err := k.Audit(ctx)
	if err != nil {
		l.t.Error(err)
	}
	for _, d := range found {
		l.t.Errorf("killed at %q: %s", w.step, d.What)
	}
	all, err := k.List(ctx)
	if err != nil {
		l.t.Error(err)
	}
	for n, length := range l.heard {
		if n >= len(all) {
			l.t.Errorf("killed at %q: case %d was acknowledged and is lost", w.step, n)
			continue
		}
		if c, err := k.Case(ctx, all[n].ID); err != nil || len(c.History) < length {
			l.t.Errorf("killed at %q: a case of %d acknowledged steps has %d (%v)", w.step, length, len(c.History), err)
		}
	}
}

// quiet watches a carrying and says nothing.
var quiet = house.Watch{Before: func(house.Step) error { return nil }, After: func(house.Step, casefile.Case) {}}

// end carries every case to its end and looks at what left.
func (l *life) end(ctx context.Context) {
	l.t.Helper()
	forking.RLock()
	defer forking.RUnlock()
	k, err := l.Open(ctx)
	if err != nil {
		l.t.Error(err)
		return
	}
	if err := carryAll(ctx, l.House, k, l.demands, func(int) house.Watch { return quiet }); err != nil {
		l.t.Errorf("a case does not go on from where it stood: %v", err)
		l.close(k)
		return
	}
	l.casesWhole(ctx, k, words{step: "the end"})
	l.nothingHalfDisclosed(k)
	all, err := k.List(ctx)
	if err != nil || len(all) != len(l.demands) {
		l.t.Errorf("%d cases of %d demands (%v)", len(all), len(l.demands), err)
	}
	l.deliveredOnce(k)
	l.close(k)
	l.nothingPlain()
	l.ledgerIntact()
	l.nothingLeftOver()
}

// deliveredOnce: the package stands on the ledger once, it is the file that was handed over, and it verifies; after it
// was made nothing was looked up again.
func (l *life) deliveredOnce(k *keeper.Keeper) {
	l.t.Helper()
	files, err := filepath.Glob(filepath.Join(l.Delivery(), "*.lap"))
	if err != nil || len(files) != l.packages {
		l.t.Errorf("%d files lie in the delivery folder (%v)", len(files), err)
		return
	}
	for _, f := range files {
		l.receipted(k.Ledger(), f)
		l.verifies(f)
	}
}

func (l *life) receipted(log *ledger.Log, file string) {
	l.t.Helper()
	id, _, _ := strings.Cut(filepath.Base(file), "-")
	r, ok := log.Find(scope.OutcomeKey(id, 1, scope.Deliver))
	b, err := os.ReadFile(file)
	if err != nil || !ok {
		l.t.Errorf("no receipt (%v), or no file: %v", ok, err)
		return
	}
	var body struct{ SHA256 string }
	if sum := sha256.Sum256(b); json.Unmarshal(r.Entry().Body, &body) != nil || body.SHA256 != hex.EncodeToString(sum[:]) {
		l.t.Error("the receipt is not of the file that was handed over")
	}
	made, ok := log.Find(scope.OutcomeKey(id, 1, scope.Assemble))
	if !ok {
		l.t.Error("delivered, and never made")
	}
	for _, key := range log.Keys("permit/" + id + "/1/lookup/") {
		if p, _ := log.Find(key); p.Index() > made.Index() {
			l.t.Error("rows were looked up again after the package was made")
		}
	}
}

// verifies opens the package as the agency does.
func (l *life) verifies(file string) {
	l.t.Helper()
	signer, err := os.ReadFile(l.Path("signer.pub"))
	if err != nil {
		l.t.Error(err)
	}
	key := []byte(l.Agency.Reveal() + "\n")
	out, err := lap.Verify(file, lap.VerifyOptions{Identity: key, Signer: signer, Auditor: []byte(l.Auditor.Reveal() + "\n")})
	if err != nil {
		l.t.Error(err)
		return
	}
	if b := out.Broken(); b != nil {
		l.t.Errorf("the package does not verify: %s: %s", b.Name, b.Detail)
	}
	opened := filepath.Join(filepath.Dir(l.Dir), "opened")
	if err := lap.Unpack(file, key, opened); err != nil {
		l.t.Error(err)
	}
	rows, err := os.ReadFile(filepath.Join(opened, "rows.jsonl"))
	if n := bytes.Count(rows, []byte("\n")); err != nil || n != l.rows {
		l.t.Errorf("the package holds %d rows, counted were %d (%v)", n, l.rows, err)
	}
	if err := os.RemoveAll(opened); err != nil {
		l.t.Error(err)
	}
}

// nothingLeftOver: when every case is closed, no part of a package waits anywhere, and no file is half written.
func (l *life) nothingLeftOver() {
	l.t.Helper()
	staged, err := os.ReadDir(l.Path("staging"))
	if err != nil || len(staged) != 0 {
		l.t.Errorf("%d staging areas are left over (%v)", len(staged), err)
	}
	err = filepath.WalkDir(l.Dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && strings.HasPrefix(e.Name(), ".") {
			l.t.Errorf("%s is left over", strings.TrimPrefix(path, l.Dir))
		}
		return err
	})
	if err != nil {
		l.t.Error(err)
	}
}

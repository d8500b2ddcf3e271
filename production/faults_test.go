package production_test

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"iter"
	"strings"
	"sync"
	"testing"

	"writ/production"
	"writ/production/format"
	"writ/production/productiontest"
	"writ/scope"
)

var errFault = errors.New("the disk does not answer")

// faulty is a staging area that fails once: when so many things have been asked of it.
type faulty struct {
	*productiontest.Staging
	mu    sync.Mutex
	left  int
	asked []string
}

func (f *faulty) ask(what string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, what)
	if f.left--; f.left == 0 {
		return errFault
	}
	return nil
}

func (f *faulty) Create(name string) (io.WriteCloser, error) {
	if err := f.ask("create " + name); err != nil {
		return nil, err
	}
	w, err := f.Staging.Create(name)
	return &faultyFile{f: f, name: name, w: w}, err
}

func (f *faulty) Open(name string) (io.ReadCloser, error) {
	if err := f.ask("open " + name); err != nil {
		return nil, err
	}
	r, err := f.Staging.Open(name)
	return &faultyFile{f: f, name: name, r: r}, err
}

type faultyFile struct {
	f    *faulty
	name string
	w    io.WriteCloser
	r    io.ReadCloser
}

func (f *faultyFile) Write(b []byte) (int, error) {
	if err := f.f.ask("write " + f.name); err != nil {
		return 0, err
	}
	return f.w.Write(b)
}

func (f *faultyFile) Read(b []byte) (int, error) {
	if err := f.f.ask("read " + f.name); err != nil {
		return 0, err
	}
	return f.r.Read(b)
}

func (f *faultyFile) Close() error {
	if f.w == nil {
		_ = f.f.ask("leave " + f.name)
		return f.r.Close()
	}
	if err := f.f.ask("close " + f.name); err != nil {
		return err
	}
	return f.w.Close()
}

// Whatever the staging area fails at, there is no package, and the error is its own. Only what was read to its end may
// be closed with an error.
func TestAStagingAreaThatFailsAnywhereGivesNoPackage(t *testing.T) {
	whole := &faulty{Staging: productiontest.NewStaging()}
	if err := throughStaging(t, whole); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for n, what := range whole.asked {
		if seen[what] || strings.HasPrefix(what, "leave") {
			continue
		}
		seen[what] = true
		st := &faulty{Staging: productiontest.NewStaging(), left: n + 1}
		reads := strings.HasPrefix(what, "open") || strings.HasPrefix(what, "read") // there the verifier finds it
		if err := throughStaging(t, st); !errors.Is(err, errFault) && (!reads || !errors.Is(err, production.ErrRejected)) {
			t.Errorf("it fails to %s: %v", what, err)
		}
	}
	t.Logf("it failed to %d things of %d", len(seen), len(whole.asked))
}

// throughStaging makes and seals a package by way of a staging area.
func throughStaging(t *testing.T, st *faulty) error {
	c := decided(t)
	h := c.Harvest(&productiontest.Spool{}, productiontest.Tenures(), productiontest.Rows(t, 5))
	in := c.Inputs()
	s, w, err := production.Assemble(c.Permit(scope.Assemble), h, in, st)
	if err != nil {
		if !s.Zero() {
			t.Error("an error, and a package")
		}
		return err
	}
	a := &productiontest.Assembled{Case: c, Staging: st.Staging, Staged: s}
	a.Proof = c.End(w, s.Outcome())
	_, err = production.Seal(io.Discard, s, a.Sealing())
	return err
}

// rewritten puts another index into a staging area.
func rewritten(t *testing.T, st *productiontest.Staging, change func(index map[string]any)) {
	t.Helper()
	var x map[string]any
	if err := json.Unmarshal([]byte(st.Plain(t, "staged.json")), &x); err != nil {
		t.Fatal(err)
	}
	change(x)
	b, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z, err := flate.NewWriter(&packed, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	st.Parts["staged.json"] = packed.Bytes()
}

// Somebody who can write into the staging area changes the index, so that it fits what he put there.
func TestAnIndexThatIsNotTheManifestsSealsNothing(t *testing.T) {
	part := func(x map[string]any, n int) map[string]any {
		return x["parts"].([]any)[n].(map[string]any)
	}
	for name, change := range map[string]func(x map[string]any){
		"another hash of the conservation": func(x map[string]any) { x["audit"].(map[string]any)["sha256"] = part(x, 0)["sha256"] },
		"another hash of a part":           func(x map[string]any) { part(x, 0)["sha256"] = part(x, 1)["sha256"] },
		"another name of a part":           func(x map[string]any) { part(x, 0)["name"] = "other.json" },
		"another size of a part":           func(x map[string]any) { part(x, 0)["size"] = 1 },
		"another packed size of a part":    func(x map[string]any) { part(x, 0)["packed"] = 1 },
		"another check sum of a part":      func(x map[string]any) { part(x, 0)["crc32"] = 1 },
		"a part less":                      func(x map[string]any) { x["parts"] = x["parts"].([]any)[1:] },
		"another hash of the manifest":     func(x map[string]any) { x["manifest"].(map[string]any)["sha256"] = part(x, 0)["sha256"] },
		"no hash of the manifest":          func(x map[string]any) { x["manifest"].(map[string]any)["sha256"] = "" },
		"another version":                  func(x map[string]any) { x["v"] = 2 },
	} {
		t.Run(name, func(t *testing.T) {
			a := made(t, 5)
			rewritten(t, a.Staging, func(map[string]any) {})
			if _, err := production.Resume(a.Staging); err != nil {
				t.Fatalf("the index as it was: %v", err)
			}
			rewritten(t, a.Staging, change)
			s, err := production.Resume(a.Staging)
			if err == nil {
				_, err = production.Seal(io.Discard, s, a.Sealing())
			}
			if err == nil {
				t.Error("it is sealed")
			}
		})
	}
	if _, err := production.Resume(nil); !errors.Is(err, production.ErrZero) {
		t.Errorf("no staging area: %v", err)
	}
	if (production.Staged{}).ManifestHash() != [32]byte{} || (production.Staged{}).Outcome() != nil {
		t.Error("the zero Staged has a manifest")
	}
	a := made(t, 5)
	rewritten(t, a.Staging, func(x map[string]any) { x["v"] = 2 })
	if _, err := production.Resume(productiontest.NewStaging()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing is staged: %v", err)
	}
	if s, err := production.Resume(a.Staging); !errors.Is(err, production.ErrStaging) || !s.Zero() {
		t.Errorf("another version: %v", err)
	}
}

// stopping is a spool in whose midst the case is stopped.
type stopping struct {
	productiontest.Spool
	after int
	stop  func()
}

func (s *stopping) All() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		n := 0
		for b, err := range s.Spool.All() {
			if n++; n == s.after {
				s.stop()
			}
			if !yield(b, err) {
				return
			}
		}
	}
}

// The ledger is asked while rows are written, not only before and after.
func TestAStopAmidTheRowsEndsTheRows(t *testing.T) {
	c := decided(t)
	spool := &stopping{after: 10, stop: func() { c.Say("Fay Approver", scope.Withdraw, nil) }}
	h := c.Harvest(spool, productiontest.Tenures(), productiontest.Rows(t, 6000))
	in := c.Inputs()
	st := &faulty{Staging: productiontest.NewStaging()}
	if _, _, err := production.Assemble(c.Permit(scope.Assemble), h, in, st); !errors.Is(err, scope.ErrStopped) {
		t.Errorf("got %v", err)
	}
	if all := strings.Join(st.asked, "\n"); strings.Contains(all, "scope.json") {
		t.Error("it went on to what stands beside the rows")
	}
}

func TestNothingIsAssembledIntoNoStagingArea(t *testing.T) {
	c := decided(t)
	if _, _, err := production.Assemble(c.Permit(scope.Assemble), harvest(t, c), c.Inputs(), nil); !errors.Is(err, production.ErrZero) {
		t.Errorf("got %v", err)
	}
}

// short is a writer with room for so many octets.
type short struct{ left int }

func (s *short) Write(b []byte) (int, error) {
	if len(b) > s.left {
		n := s.left
		s.left = 0
		return n, errFault
	}
	s.left -= len(b)
	return len(b), nil
}

// A package that can't be written to its end is an error, wherever it ends.
func TestASealedFileThatIsCutShortIsAnError(t *testing.T) {
	a := made(t, 5)
	whole := len(a.Seal())
	for n := 0; n < whole; n += 1 + whole/150 {
		s, err := production.Seal(&short{left: n}, a.Staged, a.Sealing())
		if !errors.Is(err, errFault) || s != (production.Sealed{}) {
			t.Errorf("room for %d octets of %d: %v", n, whole, err)
		}
	}
}

type noSigner struct{ productiontest.Key }

func (noSigner) Sign([]byte) ([]byte, error) { return nil, errFault }

// A deafSigner can't sign what begins so.
type deafSigner struct {
	productiontest.Key
	to string
}

func (d deafSigner) Sign(b []byte) ([]byte, error) {
	if strings.HasPrefix(string(b), d.to) {
		return nil, errFault
	}
	return d.Key.Sign(b)
}

type failing struct {
	io.WriteCloser
	write, end error
}

func (f failing) Write(b []byte) (int, error) {
	if f.write != nil {
		return 0, f.write
	}
	return f.WriteCloser.Write(b)
}

func (f failing) Close() error { return f.end }

// Whoever signs or encrypts may fail; then nothing is sealed.
func TestASealThatFailsIsAnError(t *testing.T) {
	a := made(t, 5)
	none := production.RecipientFunc(func(io.Writer) (io.WriteCloser, error) { return nil, errFault })
	at := func(write, end error) production.Recipient {
		return production.RecipientFunc(func(w io.Writer) (io.WriteCloser, error) {
			e, err := productiontest.Open(w)
			return failing{e, write, end}, err
		})
	}
	for name, change := range map[string]func(s *production.Sealing){
		"the signer":                         func(s *production.Sealing) { s.Sign = noSigner{productiontest.SigningKey()} },
		"the signer of the manifest":         func(s *production.Sealing) { s.Sign = deafSigner{productiontest.SigningKey(), format.Manifest + "\n"} },
		"the signer of the seal":             func(s *production.Sealing) { s.Sign = deafSigner{productiontest.SigningKey(), format.Package + "\n"} },
		"the agency's key at its beginning":  func(s *production.Sealing) { s.Agency = none },
		"the agency's key amid the text":     func(s *production.Sealing) { s.Agency = at(errFault, nil) },
		"the agency's key at its end":        func(s *production.Sealing) { s.Agency = at(nil, errFault) },
		"the auditor's key at its beginning": func(s *production.Sealing) { s.Auditor = none },
		"the auditor's key amid the text":    func(s *production.Sealing) { s.Auditor = at(errFault, nil) },
		"the auditor's key at its end":       func(s *production.Sealing) { s.Auditor = at(nil, errFault) },
	} {
		in := a.Sealing()
		change(&in)
		if s, err := production.Seal(io.Discard, a.Staged, in); !errors.Is(err, errFault) || s != (production.Sealed{}) {
			t.Errorf("%s fails: %v", name, err)
		}
	}
}

// Who decided, read, verified and approved travels with the package, the emergency's one person too; what was counted stays.
func TestAPackageCarriesWhatPeopleSaid(t *testing.T) {
	c := decided(t)
	c.Say("Dora Approver", scope.Emergency, nil)
	entries, err := production.Entries(c.Log, c.Decision.Demand().Case)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, p := range entries {
		e, err := p.Verify(c.Log.VerificationKey())
		if err != nil {
			t.Fatal(err)
		}
		said[e.Kind] = true
	}
	for _, kind := range []scope.Verb{scope.Registered, scope.Read, scope.Verified, scope.Emergency} {
		if !said[string(kind)] {
			t.Errorf("%s stays behind", kind)
		}
	}
	if said["permit"] || said["outcome"] {
		t.Error("an intent travels")
	}
}

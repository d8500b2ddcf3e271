package bench

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/klauspost/compress/flate"

	"writ/ledger/ledgertest"
	"writ/outside/lap"
	"writ/outside/seal"
	"writ/production"
	"writ/production/productiontest"
	"writ/scope"
)

// stagedFiles is a staging area in a folder, without the case's key: what is measured is production alone.
type stagedFiles struct{ dir string }

func (f stagedFiles) path(name string) string {
	return filepath.Join(f.dir, strings.ReplaceAll(name, "/", "-"))
}

func (f stagedFiles) Create(name string) (io.WriteCloser, error) { return os.Create(f.path(name)) }
func (f stagedFiles) Open(name string) (io.ReadCloser, error)    { return os.Open(f.path(name)) }

// rowsWanted is how many rows a package has: WRIT_BENCH_ROWS, or a number that suits a quick run.
func rowsWanted(t testing.TB, small int) int {
	t.Helper()
	n, err := strconv.Atoi(os.Getenv("WRIT_BENCH_ROWS"))
	if err != nil {
		return small
	}
	return n
}

// packaged makes a package of about n rows and says what it cost: assembling with verification, then sealing.
type packageCost struct {
	assemble, sealing time.Duration // CPU
	rows              int64
	heap              uint64 // octets, the most seen
	staged            stagedFiles
	lap               string
	options           lap.VerifyOptions
}

func packaged(t testing.TB, n int) packageCost {
	t.Helper()
	c := productiontest.NewHouse(t).Decide(productiontest.Demand("2026-0017", 1)).Approve()
	spool, err := seal.NewSpool(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	h := c.Harvest(spool, productiontest.Tenures(), productiontest.Rows(t, n*10/15)) // of fifteen rows that may leave, ten calls
	in := c.Inputs()
	p := c.Permit(scope.Assemble)
	out := packageCost{staged: stagedFiles{t.TempDir()}}
	stop := watch(&out.heap)
	before := spent(syscall.RUSAGE_SELF)
	staged, w, err := production.Assemble(p, h, in, out.staged)
	if err != nil {
		t.Fatal(err)
	}
	out.assemble = spent(syscall.RUSAGE_SELF) - before
	proof := c.End(w, staged.Outcome())
	agency, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	key := lap.Key(ledgertest.Key(200))
	out.lap = filepath.Join(t.TempDir(), "out.lap")
	before = spent(syscall.RUSAGE_SELF)
	_, err = lap.Write(out.lap, staged, production.Sealing{Proof: proof, LedgerKey: c.Log.VerificationKey(), Sign: key, Agency: lap.To(agency.Recipient()), Auditor: lap.To(agency.Recipient())})
	if err != nil {
		t.Fatal(err)
	}
	out.sealing = spent(syscall.RUSAGE_SELF) - before
	stop()
	for _, x := range h.Totals() {
		out.rows += x.Rows
	}
	out.options = lap.VerifyOptions{Identity: []byte(agency.String()), Signer: production.SignerText(key.Public(), c.Log.VerificationKey())}
	return out
}

// watch notes the most heap in use until it is stopped, without stopping the world to look.
func watch(most *uint64) (stop func()) {
	done, ended := make(chan struct{}), make(chan struct{})
	tick := time.NewTicker(20 * time.Millisecond)
	runtime.GC()
	go func() {
		defer close(ended)
		m := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		for {
			metrics.Read(m)
			*most = max(*most, m[0].Value.Uint64())
			select {
			case <-tick.C:
			case <-done:
				return
			}
		}
	}()
	return func() {
		tick.Stop()
		close(done)
		<-ended
	}
}

func spent(who int) time.Duration {
	var r syscall.Rusage
	if syscall.Getrusage(who, &r) != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// unstaged writes the parts as they are, for others to pack.
func unstaged(t testing.TB, f stagedFiles) (dir string, size int64) {
	t.Helper()
	dir = t.TempDir()
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		src, err := os.Open(filepath.Join(f.dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		dst, err := os.Create(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		n, err := io.Copy(dst, flate.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		size += n
		if err := dst.Close(); err != nil {
			t.Fatal(err)
		}
		if err := src.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return dir, size
}

// TestPackageAssembly compares the CPU of assembling, verifying and sealing with that of zip and sha256sum on the same
// octets in the same run, and the memory of a small package with that of a large one.
func TestPackageAssembly(t *testing.T) {
	n := rowsWanted(t, 20_000)
	small := packaged(t, n/10)
	large := packaged(t, n)
	t.Logf("%d rows: assemble and verify %v, seal %v of CPU; heap at most %d MiB, with %d rows %d MiB", large.rows, large.assemble, large.sealing, large.heap>>20, small.rows, small.heap>>20)
	if float64(large.heap) > 1.5*float64(small.heap)+16<<20 {
		t.Errorf("memory grows with the rows: %d and %d octets", small.heap, large.heap)
	}
	before := spent(syscall.RUSAGE_SELF)
	out, err := lap.Verify(large.lap, large.options)
	if err != nil || !out.OK() {
		t.Fatalf("the package does not verify: %v %v", out.Broken(), err)
	}
	t.Logf("verifying the sealed file: %v of CPU", spent(syscall.RUSAGE_SELF)-before)
	zip, err1 := exec.LookPath("zip")
	sha, err2 := exec.LookPath("sha256sum")
	if err1 != nil || err2 != nil {
		t.Skip("zip or sha256sum is not installed: there is no baseline")
	}
	dir, size := unstaged(t, large.staged)
	base := spent(syscall.RUSAGE_CHILDREN)
	called(t, dir, zip, "-q", "-r", filepath.Join(t.TempDir(), "base.zip"), ".")
	called(t, dir, "sh", "-c", sha+" *")
	base = spent(syscall.RUSAGE_CHILDREN) - base
	ratio := float64(large.assemble+large.sealing) / float64(base)
	t.Logf("zip and sha256sum on the same %d MiB: %v of CPU; ratio %.2f (at most 3)", size>>20, base, ratio)
	if n >= 1_000_000 && ratio > 3 {
		t.Errorf("assembly costs %.2f times zip and sha256sum", ratio)
	}
}

func called(t testing.TB, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %.200s", name, err, out)
	}
}

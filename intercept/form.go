package intercept

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"
	"time"

	"writ"
)

// The two forms of a task start with their name, so that neither can stand for the other.
const (
	taskForm       = "writ/task/1\n"
	commitmentForm = "writ/task-commitment/2\n"
)

// MaxEncoded is the most octets that [DecodeTask] reads.
const MaxEncoded = 1 << 20

// ErrForm says that octets are not the form of a task that this program knows.
var ErrForm = errors.New("not a task of form writ/task/1; it is torn, of another version, or something else")

// Commitment is what the ledger's entry of a task says: SHA-256 over XID, product id, LIID where known, targets, what is delivered,
// start, end, the places to which product may go, and a salt, each with its length (docs/formats/task.md). Who holds task, places and
// salt can check the task against an inclusion proof; the entry alone tells nothing. The order of targets and places does not matter.
func (t Task) Commitment(salt [32]byte, to []Place) [32]byte {
	return sha256.Sum256(field(places(t.authority([]byte(commitmentForm)), to), salt[:]))
}

// Encode gives the form for a warm restart. Like the task it holds targets in the clear: seal it before it lies on a disk.
func (t Task) Encode() []byte {
	out := t.authority([]byte(taskForm))
	out = count(out, len(t.To))
	for _, d := range t.To {
		out = field(out, d[:])
	}
	return field(out, t.Proof)
}

// authority appends what the order is about.
func (t Task) authority(out []byte) []byte {
	out = field(out, t.XID[:])
	if t.Product.IsZero() {
		out = field(out, nil)
	} else {
		out = field(out, t.Product[:])
	}
	out = field(out, t.LIID.Octets())
	sorted := slices.SortedFunc(slices.Values(t.Targets), byText)
	out = count(out, len(sorted))
	for _, target := range sorted {
		out = field(out, []byte(target.ID.Kind()))
		out = field(out, []byte(target.ID.Reveal()))
	}
	out = field(out, []byte{byte(t.Deliver)})
	out = instant(out, t.From)
	return instant(out, t.Until)
}

func byText(a, b Target) int {
	if c := cmp.Compare(a.ID.Kind(), b.ID.Kind()); c != 0 {
		return c
	}
	return cmp.Compare(a.ID.Reveal(), b.ID.Reveal())
}

func count(out []byte, n int) []byte { return binary.BigEndian.AppendUint32(out, uint32(n)) }

func field(out, octets []byte) []byte { return append(count(out, len(octets)), octets...) }

// instant is a field of 12 octets: seconds since 1970 UTC, nanoseconds.
func instant(out []byte, at time.Time) []byte {
	var b [12]byte
	binary.BigEndian.PutUint64(b[:], uint64(at.Unix()))
	binary.BigEndian.PutUint32(b[8:], uint32(at.Nanosecond()))
	return field(out, b[:])
}

// DecodeTask reads what Encode wrote, and nothing else: another order or a second way to write the same is an error, and so is a
// task that [Task.CheckForm] refuses.
func DecodeTask(src []byte) (Task, error) {
	if len(src) > MaxEncoded || len(src) < len(taskForm) || string(src[:len(taskForm)]) != taskForm {
		return Task{}, ErrForm
	}
	r := reader{rest: src[len(taskForm):]}
	t := r.task()
	switch {
	case r.broken || len(r.rest) > 0 || !slices.IsSortedFunc(t.Targets, byText):
		return Task{}, ErrForm
	case t.CheckForm() != nil:
		return Task{}, t.CheckForm()
	case string(t.Encode()) != string(src):
		return Task{}, ErrForm
	}
	return t, nil
}

// A reader takes fields off the front; once broken it gives nothing more.
type reader struct {
	rest   []byte
	broken bool
}

func (r *reader) task() (t Task) {
	copy(t.XID[:], r.exactly(16))
	copy(t.Product[:], r.either(0, 16))
	t.LIID = r.liid()
	for range r.count(MostTargets) {
		t.Targets = append(t.Targets, r.target())
	}
	if d := r.exactly(1); d != nil {
		t.Deliver = Deliver(d[0])
	}
	t.From, t.Until = r.instant(), r.instant()
	for range r.count(MostDestinations) {
		t.To = append(t.To, DID(r.array()))
	}
	t.Proof = slices.Clone(r.field())
	return t
}

func (r *reader) count(most int) int {
	if len(r.rest) < 4 {
		r.fail()
		return 0
	}
	n := binary.BigEndian.Uint32(r.rest)
	if r.rest = r.rest[4:]; n > uint32(most) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *reader) field() []byte {
	n := r.count(MaxEncoded)
	if n > len(r.rest) {
		r.fail()
		return nil
	}
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

func (r *reader) fail() { r.broken, r.rest = true, nil }

func (r *reader) exactly(n int) []byte { return r.either(n, n) }

// either reads a field of one of two sizes.
func (r *reader) either(a, b int) []byte {
	f := r.field()
	if len(f) != a && len(f) != b {
		r.fail()
		return nil
	}
	return f
}

func (r *reader) array() (out [16]byte) {
	copy(out[:], r.exactly(16))
	return out
}

func (r *reader) liid() LIID {
	f := r.field()
	if len(f) == 0 {
		return LIID{}
	}
	l, err := LIIDOf(f)
	if err != nil {
		r.fail()
	}
	return l
}

func (r *reader) target() Target {
	kind, text := writ.Kind(r.field()), string(r.field())
	id, err := writ.ParseIdentifier(kind, text)
	if err != nil || id.Reveal() != text {
		r.fail()
	}
	return Target{ID: id}
}

func (r *reader) instant() time.Time {
	f := r.exactly(12)
	if f == nil {
		return time.Time{}
	}
	return time.Unix(int64(binary.BigEndian.Uint64(f)), int64(binary.BigEndian.Uint32(f[8:]))).UTC()
}

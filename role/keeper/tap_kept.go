package keeper

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"writ/casefile"
	"writ/intercept/admf"
)

// A keptTap is a tap under the name of its file, which says nothing.
type keptTap struct {
	name string
	tap  admf.Tap
}

// rests reports whether the tap rests on the case as it stands.
func (t keptTap) rests(c casefile.Case) bool {
	return slices.ContainsFunc(t.tap.Spans, func(s admf.Span) bool { return s.Case == c.ID && s.Version == c.Version })
}

const (
	tapSuffix = ".age"
	mostTap   = 8 << 20 // octets of one kept tap
)

// newName draws a file's name that says nothing.
func (k *Keeper) newName() (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(k.rand, b[:]); err != nil {
		return "", fmt.Errorf("draw a file's name: %w", err)
	}
	return hex.EncodeToString(b[:]), nil
}

// loadTaps brings the taps into memory, once. What can't be read keeps none of the others out, and is tried again.
func (k *Keeper) loadTaps() error {
	if k.tapsRead {
		return nil
	}
	all, err := k.readTaps()
	k.taps, k.tapsRead = all, err == nil
	return err
}

// readTaps reads every tap from the disk, in the order of their names: those that can be read, also where err names another.
func (k *Keeper) readTaps() (out []*keptTap, err error) {
	files, err := os.ReadDir(filepath.Join(k.dir, tapsDir))
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look for taps: %w", err)
	}
	var errs []error
	for _, f := range files {
		name, ok := strings.CutSuffix(f.Name(), tapSuffix)
		if !ok || strings.HasPrefix(name, ".") {
			continue
		}
		t, err := k.readTap(name)
		if err != nil {
			errs = append(errs, fmt.Errorf("read the kept tap %s: %w", name, err))
			continue
		}
		out = append(out, t)
	}
	return out, errors.Join(errs...)
}

func (k *Keeper) readTap(name string) (*keptTap, error) {
	b, err := k.readSealed(filepath.Join(k.dir, tapsDir, name+tapSuffix), mostTap)
	if err != nil {
		return nil, err
	}
	t, err := admf.DecodeTap(b)
	return &keptTap{name, t}, err
}

// keepTaps makes taps durable, new ones and those that go on otherwise, and takes them into memory. An older program refuses the home from
// the first one on.
func (k *Keeper) keepTaps(all []*keptTap) error {
	if err := os.MkdirAll(filepath.Join(k.dir, tapsDir), 0o700); err != nil {
		return fmt.Errorf("keep the taps: %w", err)
	}
	if err := errors.Join(syncDir(k.dir), raiseHome(k.home, homeWithTaps)); err != nil {
		return err
	}
	for _, t := range all {
		if err := k.writeTap(*t); err != nil {
			return err
		}
		if n := slices.IndexFunc(k.taps, func(o *keptTap) bool { return o.name == t.name }); n >= 0 {
			k.taps[n] = t
		} else {
			k.taps = append(k.taps, t)
		}
	}
	return nil
}

// remember keeps a change of a tap on the disk, then in memory.
func (k *Keeper) remember(t *keptTap, next admf.Tap) error {
	if err := k.writeTap(keptTap{t.name, next}); err != nil {
		return err
	}
	t.tap = next
	return nil
}

func (k *Keeper) writeTap(t keptTap) error {
	b, err := t.tap.Encode()
	if err != nil {
		return err
	}
	return k.writeSealed(filepath.Join(k.dir, tapsDir, t.name+tapSuffix), b)
}

// keepsOver is how long a tap that is over is kept: a renewal that comes late still takes it over.
const keepsOver = 30 * 24 * time.Hour

// sweepTaps takes away taps that are long over and that no element holds.
func (k *Keeper) sweepTaps() error {
	all, _ := k.readTaps() // what can't be read is told by TapCalls
	var errs []error
	for _, t := range all {
		held := slices.ContainsFunc(t.tap.Elements, func(e admf.Element) bool { return e.Held != 0 || e.Unsure })
		if !held && t.tap.Over(k.clock().Add(-keepsOver)) {
			errs = append(errs, os.Remove(filepath.Join(k.dir, tapsDir, t.name+tapSuffix)))
		}
	}
	return errors.Join(errs...)
}

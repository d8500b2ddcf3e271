package keeper

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"writ/intercept"
)

// The forms of a kept key and of a wrapped one (docs/formats/home.md).
const (
	taskKeyForm = "writ/task-key/1\n"
	taskKeySize = len(taskKeyForm) + 16 + 32
	wrappedForm = 1
	nameSize    = 16

	keySuffix  = ".age"
	goneSuffix = ".gone" // of the same name: the key was destroyed
)

// errTaskKey says that a kept key is not of its form, or that two are of one task.
var errTaskKey = errors.New("not one key of form writ/task-key/1; restore it from a copy of the home")

func (o taskKey) encode(x intercept.XID) []byte {
	return append(append([]byte(taskKeyForm), x[:]...), o.key[:]...)
}

// load reads the kept keys, once: all or none.
func (t *TaskKeys) load() error {
	if t.keys != nil {
		return nil
	}
	files, err := os.ReadDir(t.path(""))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("look for task keys: %w", err)
	}
	keys := map[intercept.XID]taskKey{}
	for _, f := range files {
		name, ok := strings.CutSuffix(f.Name(), keySuffix)
		if !ok || strings.HasPrefix(name, ".") {
			continue
		}
		if err := t.loadOne(keys, name); err != nil {
			return fmt.Errorf("read the task key %s: %w", name, err)
		}
	}
	t.keys = keys
	return nil
}

// loadOne reads a kept key, or takes away one that a crash kept from being taken away.
func (t *TaskKeys) loadOne(keys map[intercept.XID]taskKey, name string) error {
	_, err := os.Stat(t.path(name + goneSuffix))
	if err == nil {
		return t.remove(name)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	b, err := t.keeper.readSealed(t.path(name+keySuffix), int64(taskKeySize)+1)
	if err != nil {
		return err
	}
	if len(b) != taskKeySize || string(b[:len(taskKeyForm)]) != taskKeyForm {
		return errTaskKey
	}
	b = b[len(taskKeyForm):]
	x := intercept.XID(b[:16])
	if _, twice := keys[x]; twice {
		return errTaskKey
	}
	keys[x] = taskKey{name, [32]byte(b[16:])}
	return nil
}

// joinWrapped gives what a spool keeps: the form, the name of the key's file, the sealed key.
func joinWrapped(name string, sealed []byte) ([]byte, error) {
	raw, err := hex.DecodeString(name)
	if err != nil || len(raw) != nameSize {
		return nil, errTaskKey // the file was given another name
	}
	return append(append([]byte{wrappedForm}, raw...), sealed...), nil
}

func cutWrapped(b []byte) (name string, sealed []byte, ok bool) {
	if len(b) <= 1+nameSize || b[0] != wrappedForm {
		return "", nil, false
	}
	return hex.EncodeToString(b[1 : 1+nameSize]), b[1+nameSize:], true
}

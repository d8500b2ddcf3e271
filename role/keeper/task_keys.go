package keeper

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"writ/intercept"
	"writ/intercept/mediation"
	"writ/outside/seal"
)

// TaskKeys holds a random key for each task, under which a spool's own key of the task lies wrapped: [mediation.Keys]. Each is in a
// file of its own, sealed to the tenant. It is safe for several goroutines.
//
// To destroy one is to take its file away. Nothing promises that a disk forgets the octets of it, an SSD least, nor does a copy of the home.
// They open to the tenant's root alone, and wrap a key of which the spool takes its own copy away too.
type TaskKeys struct {
	keeper *Keeper

	mu   sync.Mutex                // guards what follows and the folder
	keys map[intercept.XID]taskKey // nil until they were read
}

// A taskKey is a task's key and the name of its file, which says nothing.
type taskKey struct {
	name string
	key  [32]byte
}

var _ mediation.Keys = (*TaskKeys)(nil)

// ErrWrapped says that octets are none that [TaskKeys.Wrap] gave for the task.
var ErrWrapped = errors.New("keeper: not a wrapped key of this task; the spool is damaged or another tenant's")

// ErrNoTaskKey says that a task's key is gone and nobody destroyed it.
var ErrNoTaskKey = errors.New("keeper: the task's key is missing and was not destroyed; restore the file in task-keys from a copy of the home, or what is spooled of the task is lost")

// TaskKeys gives the keys of tasks. They are held as long as the keeper is open.
func (k *Keeper) TaskKeys() *TaskKeys { return &k.taskKeys }

// Wrap seals a spool's key under the task's, which is made where there is none.
func (t *TaskKeys) Wrap(_ context.Context, x intercept.XID, key [32]byte) ([]byte, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.load(); err != nil {
		return nil, err
	}
	own, known := t.keys[x]
	if !known {
		var err error
		if own, err = t.make(x); err != nil {
			return nil, err
		}
		t.keys[x] = own
	}
	return own.wrap(x, key, t.keeper.rand)
}

// Unwrap gives back what was wrapped: [mediation.ErrDestroyed] where the task's key was destroyed since, [ErrNoTaskKey] where it was lost.
func (t *TaskKeys) Unwrap(_ context.Context, x intercept.XID, wrapped []byte) ([32]byte, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.load(); err != nil {
		return [32]byte{}, err
	}
	name, sealed, ok := cutWrapped(wrapped)
	if !ok {
		return [32]byte{}, ErrWrapped
	}
	if own := t.keys[x]; own.name == name {
		return own.unwrap(x, sealed)
	}
	_, err := os.Stat(t.path(name + goneSuffix))
	switch {
	case err == nil:
		return [32]byte{}, mediation.ErrDestroyed
	case errors.Is(err, fs.ErrNotExist):
		return [32]byte{}, t.unknown(name)
	}
	return [32]byte{}, fmt.Errorf("look for a destroyed task key: %w", err)
}

// unknown says why a name is not the task's.
func (t *TaskKeys) unknown(name string) error {
	for _, o := range t.keys {
		if o.name == name {
			return ErrWrapped // another task's
		}
	}
	return ErrNoTaskKey
}

// Destroy takes a task's key away for good. That it did is durable first, so that a crash between leaves no key that works.
func (t *TaskKeys) Destroy(_ context.Context, x intercept.XID) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.load(); err != nil {
		return err
	}
	own, known := t.keys[x]
	if !known {
		return nil
	}
	if err := writeDurable(t.path(own.name+goneSuffix), nil, 0o600); err != nil {
		return fmt.Errorf("destroy a task's key: %w", err)
	}
	if err := t.remove(own.name); err != nil {
		return err
	}
	delete(t.keys, x)
	return nil
}

// make draws a task's key and keeps it.
func (t *TaskKeys) make(x intercept.XID) (taskKey, error) {
	var own taskKey
	var err error
	if own.name, err = t.keeper.newName(); err != nil {
		return taskKey{}, err
	}
	if _, err := io.ReadFull(t.keeper.rand, own.key[:]); err != nil {
		return taskKey{}, fmt.Errorf("draw a task's key: %w", err)
	}
	if err := os.MkdirAll(t.path(""), 0o700); err != nil {
		return taskKey{}, fmt.Errorf("keep a task's key: %w", err)
	}
	if err := syncDir(t.keeper.dir); err != nil {
		return taskKey{}, err
	}
	return own, t.keeper.writeSealed(t.path(own.name+keySuffix), own.encode(x))
}

func (t *TaskKeys) remove(name string) error {
	if err := os.Remove(t.path(name + keySuffix)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("destroy a task's key: %w", err)
	}
	return syncDir(t.path(""))
}

func (t *TaskKeys) path(name string) string { return filepath.Join(t.keeper.dir, taskKeysDir, name) }

func (o taskKey) wrap(x intercept.XID, key [32]byte, rand io.Reader) ([]byte, error) {
	sealed, err := seal.SealValue(o.key, bound(x), key[:], rand)
	if err != nil {
		return nil, fmt.Errorf("wrap a task's key: %w", err)
	}
	return joinWrapped(o.name, sealed)
}

func (o taskKey) unwrap(x intercept.XID, sealed []byte) (key [32]byte, err error) {
	plain, err := seal.OpenValue(o.key, bound(x), sealed)
	if err != nil || len(plain) != len(key) {
		return key, ErrWrapped
	}
	return [32]byte(plain), nil
}

// bound is where a wrapped key belongs.
func bound(x intercept.XID) string { return "task key " + string(x[:]) }

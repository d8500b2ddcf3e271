package spool

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"github.com/nats-io/nats.go/jetstream"

	"writ/intercept"
	"writ/intercept/mediation"
)

// A slot is a key of a task. Its number is never used again, so nothing on disk needs to name the task.
type slot struct {
	id      uint64 // the epoch in which it was made, then a counter; 0 is the spool's own
	task    intercept.XID
	wrapped []byte
	aead    cipher.AEAD // nil until it is needed
}

const (
	metaStream  = "meta"
	keySubject  = "meta.key."
	maxWrapped  = 1 << 16
	keyHeadLen  = headLen + 8 + placeLen
	ownKeyNames = keySubject + "0"
)

func newKey() (key [32]byte) {
	rand.Read(key[:]) // never fails: it stops the program instead
	return key
}

func aeadOf(key [32]byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// openOwn gives the spool's own key: for state, and for the list of slots.
func (s *Spool) openOwn(ctx context.Context) error {
	own := &slot{}
	m, err := s.meta.js.GetLastMsgForSubject(ctx, ownKeyNames)
	switch {
	case errors.Is(err, jetstream.ErrMsgNotFound):
		return s.makeOwn(ctx, own)
	case err != nil:
		return fmt.Errorf("read the spool's own key: %w", err)
	}
	if own.wrapped, err = body(m.Data, kindKey); err != nil {
		return fmt.Errorf("the spool's own key: %w", err)
	}
	s.own = own
	return s.unwrap(ctx, own)
}

func (s *Spool) makeOwn(ctx context.Context, own *slot) (err error) {
	key := newKey()
	if own.wrapped, err = s.keys.Wrap(ctx, own.task, key); err != nil {
		return fmt.Errorf("wrap the spool's own key: %w", err)
	}
	if own.aead, err = aeadOf(key); err != nil {
		return err
	}
	s.own = own
	_, err = s.put(ctx, ownKeyNames, append(appendHead(nil, kindKey), own.wrapped...))
	return err
}

// unwrap makes a slot ready.
func (s *Spool) unwrap(ctx context.Context, k *slot) error {
	if k.aead != nil {
		return nil
	}
	key, err := s.keys.Unwrap(ctx, k.task, k.wrapped)
	if err != nil {
		return fmt.Errorf("open a task's key: %w", err)
	}
	k.aead, err = aeadOf(key)
	return err
}

// ready is unwrap for any goroutine.
func (s *Spool) ready(ctx context.Context, k *slot) error {
	s.keyring.Lock()
	defer s.keyring.Unlock()
	return s.unwrap(ctx, k)
}

// slotFor gives the ready slot of a task and makes one, durably, if it has none. The caller is the writer.
func (s *Spool) slotFor(ctx context.Context, x intercept.XID) (*slot, error) {
	t := s.task(x)
	if t.slot != nil {
		if err := s.ready(ctx, t.slot); !errors.Is(err, mediation.ErrDestroyed) {
			return t.slot, err
		}
	}
	key := newKey()
	wrapped, err := s.keys.Wrap(ctx, x, key)
	if err != nil {
		return nil, fmt.Errorf("wrap a task's key: %w", err)
	}
	if len(wrapped) > maxWrapped {
		return nil, errors.New("wrap a task's key: the wrapped key is too long")
	}
	s.newSlots++
	k := &slot{id: uint64(s.epoch)<<32 | s.newSlots, task: x, wrapped: wrapped}
	if k.aead, err = aeadOf(key); err != nil {
		return nil, err
	}
	if _, err := s.put(ctx, fmt.Sprintf("%s%d", keySubject, k.id), s.sealSlot(k)); err != nil {
		s.broken = true
		return nil, fmt.Errorf("keep a task's key: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t.slot, s.slots[k.id] = k, k
	return k, nil
}

// sealSlot writes which task a slot is of, and its wrapped key, sealed under the spool's own.
func (s *Spool) sealSlot(k *slot) []byte {
	p := s.nextPlace()
	dst := binary.BigEndian.AppendUint64(appendHead(nil, kindKey), k.id)
	dst = p.append(dst)
	inner := len(dst)
	dst = append(append(dst, k.task[:]...), k.wrapped...)
	return sealTail(dst, s.own.aead, p, 0, inner)
}

func (s *Spool) openSlot(msg []byte) (*slot, error) {
	if _, err := body(msg, kindKey); err != nil {
		return nil, err
	}
	if len(msg) < keyHeadLen {
		return nil, errForm
	}
	plain, err := openTail(msg[keyHeadLen:], s.own.aead, readPlace(msg[headLen+8:]), msg[:keyHeadLen])
	if err != nil || len(plain) < 16 {
		return nil, errForm
	}
	return &slot{id: binary.BigEndian.Uint64(msg[headLen:]), task: intercept.XID(plain[:16]), wrapped: slices.Clone(plain[16:])}, nil
}

// loadSlots reads which task each slot is of.
func (s *Spool) loadSlots(ctx context.Context) error {
	for seq := uint64(1); ; seq++ {
		m, err := s.meta.js.GetMsg(ctx, seq, jetstream.WithGetMsgSubject(keySubject+"*"))
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the tasks' keys: %w", err)
		}
		seq = m.Sequence
		if m.Subject == ownKeyNames {
			continue
		}
		k, err := s.openSlot(m.Data)
		if err != nil {
			s.setAside(ctx, metaStream, seq, m.Data)
			continue
		}
		s.slots[k.id] = k
		s.task(k.task).slot = k
	}
}

// Destroy implements mediation.Spool. What was taken is durable first, so that nothing of the task is asked for again.
func (s *Spool) Destroy(ctx context.Context, x intercept.XID) error {
	if err := s.Settle(ctx); err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	t := s.tasks[x]
	waits := t != nil && t.load.PDUs > 0
	s.mu.Unlock()
	if waits {
		return mediation.ErrWaiting
	}
	if err := s.keys.Destroy(ctx, x); err != nil {
		return fmt.Errorf("spool: destroy a task's key: %w", err)
	}
	if t == nil {
		return nil
	}
	if t.slot != nil {
		if err := s.eraseSlot(ctx, t.slot); err != nil {
			return fmt.Errorf("spool: erase a task's wrapped key: %w", err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.slot != nil {
		delete(s.slots, t.slot.id)
	}
	delete(s.tasks, x)
	return nil
}

func (s *Spool) eraseSlot(ctx context.Context, k *slot) error {
	m, err := s.meta.js.GetLastMsgForSubject(ctx, fmt.Sprintf("%s%d", keySubject, k.id))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.meta.js.SecureDeleteMsg(ctx, m.Sequence)
}

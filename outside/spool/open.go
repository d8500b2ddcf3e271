package spool

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"sync"

	"github.com/nats-io/nats.go/jetstream"

	"writ/intercept"
	"writ/intercept/mediation"
)

const (
	logStream        = "log"
	quarantineStream = "quarantine"
)

// Options say how much there may be. The zero value means the defaults.
type Options struct {
	Log    int64           // octets of batches, until what slow routes have not taken is carried over; default 64 MiB
	Cache  int             // octets of messages kept in memory, sealed; default 8 MiB
	Octets int64           // on disk, in all; beyond it Append is ErrFull; 0: as the disk has
	Limit  mediation.Limit // of a task for which Limit was not called
}

// A Spool is a mediation.Spool in a folder.
type Spool struct {
	dir     string
	keys    mediation.Keys
	options Options
	lock    io.Closer

	settling sync.Mutex // before writing, before keyring, before mu
	writing  sync.Mutex // guards what follows, down to keyring
	own      *slot
	epoch    uint32
	newSlots uint64
	last     uint64 // number of the last batch
	inDoubt  *made  // its Append failed: the disk may have it or not
	adopted  *made  // the disk had it
	broken   bool   // the bus failed
	closed   bool

	keyring sync.Mutex // while a key is unwrapped

	bus             *bus // restart replaces it and the streams
	logs, meta      stream
	lags            map[string]stream
	mu              sync.Mutex // guards what follows, and the streams
	attempt         uint64
	slots           map[uint64]*slot
	tasks           map[intercept.XID]*task
	routes          map[mediation.Route]*route
	log             []held
	logEnd          uint64 // last sequence
	logOctets, held int64
	cache           cache
	covered         uint64 // number of the last batch that a snapshot stands for
	coveredSeq      uint64
	damaged         map[string]uint64 // the last message of a stream that could not be read at Open; "" is the log
	changed         bool              // since the last Settle
	counts          mediation.Tally
}

// Open opens the spool in a folder, for one writer, and makes it if it is not there. It reads the log and what was
// carried over once, to know what waits.
func Open(ctx context.Context, dir string, keys mediation.Keys, o Options) (*Spool, error) {
	if o.Log == 0 {
		o.Log = 64 << 20
	}
	if o.Cache == 0 {
		o.Cache = 8 << 20
	}
	s := &Spool{dir: dir, keys: keys, options: o, lags: map[string]stream{}, damaged: map[string]uint64{}, slots: map[uint64]*slot{}, tasks: map[intercept.XID]*task{},
		routes: map[mediation.Route]*route{}, cache: newCache(o.Cache)}
	var err error
	if s.lock, err = lockFolder(dir); err != nil {
		return nil, fmt.Errorf("spool: %w", err)
	}
	if err := s.begin(ctx); err != nil {
		return nil, fmt.Errorf("spool: %w", errors.Join(err, s.shut()))
	}
	return s, nil
}

func (s *Spool) begin(ctx context.Context) error {
	if err := s.start(ctx); err != nil {
		return err
	}
	if err := s.openOwn(ctx); err != nil {
		return err
	}
	if err := s.nextEpoch(ctx); err != nil {
		return err
	}
	if err := s.loadSlots(ctx); err != nil {
		return err
	}
	if _, err := s.loadSnapshot(ctx); err != nil {
		return err
	}
	return s.recover(ctx)
}

// start starts the server and opens its streams.
func (s *Spool) start(ctx context.Context) error {
	b, err := startBus(filepath.Join(s.dir, "nats"))
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bus = b
	if s.logs, err = b.stream(ctx, logStream, logStream, -1); err != nil {
		return err
	}
	if s.meta, err = b.stream(ctx, metaStream, metaStream+".>", 1); err != nil {
		return err
	}
	if _, err = b.quarantine(ctx); err != nil {
		return err
	}
	names := b.js.StreamNames(ctx)
	for name := range names.Name() {
		if _, ok := lagRoute(name); ok {
			if s.lags[name], err = b.stream(ctx, name, name, -1); err != nil {
				return err
			}
		}
	}
	return names.Err()
}

// put stores a message.
func (s *Spool) put(ctx context.Context, subject string, msg []byte) (uint64, error) {
	s.mu.Lock()
	b := s.bus
	s.mu.Unlock()
	return b.put(ctx, subject, msg)
}

// restart starts anew over the same folder; what is known of it stays.
func (s *Spool) restart(ctx context.Context) error {
	s.bus.stop()
	return s.start(ctx)
}

// nextEpoch begins an epoch, durably, before anything is sealed in it.
func (s *Spool) nextEpoch(ctx context.Context) error {
	m, err := s.meta.js.GetLastMsgForSubject(ctx, epochSubject)
	switch {
	case errors.Is(err, jetstream.ErrMsgNotFound):
	case err != nil:
		return fmt.Errorf("read the epoch: %w", err)
	default:
		b, err := body(m.Data, kindEpoch)
		if err != nil || len(b) != 4 {
			return fmt.Errorf("the epoch: %w", errors.Join(err, errForm))
		}
		s.epoch = binary.BigEndian.Uint32(b)
	}
	s.epoch++
	_, err = s.put(ctx, epochSubject, binary.BigEndian.AppendUint32(appendHead(nil, kindEpoch), s.epoch))
	return err
}

// Close implements mediation.Spool.
func (s *Spool) Close() error {
	err := s.Settle(context.Background())
	if errors.Is(err, mediation.ErrClosed) {
		return nil
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	s.closed = true
	return errors.Join(err, s.shut())
}

func (s *Spool) shut() error {
	if s.bus != nil {
		s.bus.stop()
	}
	return s.lock.Close()
}

package spool

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	// MaxBatch is how many octets a batch may have, sealed. A batch costs one sync: some 256 KiB are enough.
	MaxBatch   = 8 << 20
	maxMessage = 16 << 20         // of any kind; a snapshot may be larger than a batch
	patience   = 30 * time.Second // with the disk, for one message
)

// A bus is the JetStream server of this process and the one connection to it, which no socket carries.
type bus struct {
	server *server.Server
	conn   *nats.Conn
	js     jetstream.JetStream
	alive  context.Context // ends when the server can't write any more
	ear    ear
}

// startBus starts a server over a folder. Every message is synced before it is acknowledged.
func startBus(dir string) (*bus, error) {
	s, err := server.NewServer(&server.Options{
		ServerName: "writ-spool", DontListen: true, NoSigs: true, NoLog: true, NoSystemAccount: true, DisableJetStreamBanner: true,
		JetStream: true, StoreDir: dir, SyncAlways: true, JetStreamMaxStore: math.MaxInt64, JetStreamMaxMemory: 1 << 20,
		MaxPayload: maxMessage + 1<<12, MaxPending: 4 * maxMessage,
	})
	if err != nil {
		return nil, fmt.Errorf("start JetStream: %w", err)
	}
	b := &bus{server: s}
	b.alive, b.ear.fail = context.WithCancelCause(context.Background())
	s.SetLoggerV2(&b.ear, false, false, false)
	s.Start()
	if !s.ReadyForConnections(patience) || !s.JetStreamEnabled() {
		b.stop()
		return nil, errors.New("start JetStream: it is not ready; see whether the folder can be written and the disk has room")
	}
	if b.conn, err = nats.Connect("", nats.InProcessServer(s), nats.NoReconnect()); err == nil {
		b.js, err = jetstream.New(b.conn)
	}
	if err != nil {
		b.stop()
		return nil, fmt.Errorf("start JetStream: %w", err)
	}
	return b, nil
}

func (b *bus) stop() {
	if b.conn != nil {
		b.conn.Close()
	}
	b.server.Shutdown()
	b.server.WaitForShutdown()
	b.ear.fail(errStopped)
}

var errStopped = errors.New("JetStream was stopped")

// A refused is JetStream's own no.
type refused struct {
	Code        int    `json:"err_code"`
	Description string `json:"description"`
}

func (r *refused) Error() string { return fmt.Sprintf("JetStream: %s (%d)", r.Description, r.Code) }

// put stores a message under a subject and gives its sequence in the stream. When it returns, it is synced.
func (b *bus) put(ctx context.Context, subject string, msg []byte) (uint64, error) {
	if len(msg) > maxMessage {
		return 0, fmt.Errorf("a message of %d octets, more than %d", len(msg), maxMessage)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	defer context.AfterFunc(b.alive, cancel)()
	reply, err := b.conn.RequestWithContext(ctx, subject, msg)
	if err != nil {
		if why := context.Cause(b.alive); why != nil {
			err = why
		}
		return 0, err
	}
	var ack struct {
		Seq   uint64   `json:"seq"`
		Error *refused `json:"error"`
	}
	if err := json.Unmarshal(reply.Data, &ack); err != nil {
		return 0, errors.New("JetStream gave no acknowledgement that can be read")
	}
	if ack.Error != nil {
		return 0, ack.Error
	}
	return ack.Seq, nil
}

// A stream is one of the bus's streams.
type stream struct {
	name string
	js   jetstream.Stream
}

// stream opens a stream, or makes it: a file, sealed octets in it, nothing deleted but what we delete.
func (b *bus) stream(ctx context.Context, name, subject string, perSubject int64) (stream, error) {
	s, err := b.js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
		Name: name, Subjects: []string{subject}, Storage: jetstream.FileStorage, Retention: jetstream.LimitsPolicy,
		MaxMsgsPerSubject: perSubject, AllowDirect: true,
	})
	if err != nil {
		return stream{}, fmt.Errorf("stream %s: %w", name, err)
	}
	return stream{name, s}, nil
}

// get gives a message; errGone if it is not there or can't be read.
func (s stream) get(ctx context.Context, seq uint64) ([]byte, error) {
	m, err := s.js.GetMsg(ctx, seq)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, errGone
	}
	if err != nil {
		return nil, fmt.Errorf("stream %s, sequence %d: %w", s.name, seq, err)
	}
	return m.Data, nil
}

var errGone = errors.New("not there")

// bounds gives the first and the last sequence; the stream is empty if last < first.
func (s stream) bounds(ctx context.Context) (first, last uint64, err error) {
	info, err := s.js.Info(ctx)
	if err != nil {
		return 0, 0, fmt.Errorf("stream %s: %w", s.name, err)
	}
	return max(info.State.FirstSeq, 1), info.State.LastSeq, nil
}

// drop deletes everything before a sequence.
func (s stream) drop(ctx context.Context, before uint64) error {
	if err := s.js.Purge(ctx, jetstream.WithPurgeSequence(before)); err != nil {
		return fmt.Errorf("stream %s: %w", s.name, err)
	}
	return nil
}

// lockFolder makes the folder if need be and keeps a second writer out.
func lockFolder(dir string) (io.Closer, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(ErrLocked, f.Close())
	}
	return f, nil
}

// ErrLocked: another process, or another Open in this one, has the folder.
var ErrLocked = errors.New("spool: another writer has it open; stop that one first")

// quarantineOctets is how much is set aside; beyond it messages are only counted.
const quarantineOctets = 64 << 20

// quarantine opens the stream of what could not be read. When it is full it refuses.
func (b *bus) quarantine(ctx context.Context) (jetstream.Stream, error) {
	return b.js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
		Name: quarantineStream, Subjects: []string{quarantineStream}, Storage: jetstream.FileStorage,
		MaxBytes: quarantineOctets, Discard: jetstream.DiscardNew,
	})
}

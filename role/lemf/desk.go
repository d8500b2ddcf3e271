package lemf

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"writ/intercept/lemf"
)

// A Config says where to listen and how to answer.
type Config struct {
	HI2, HI3 []string // addresses
	Dir      string
	Ack      bool          // take the option of PDU acknowledgements
	TLS      *tls.Config   // nil: plain TCP
	Slow     time.Duration // pause before each read: for tests of a sender
	Now      func() time.Time
	Say      func(words string) // for people; no protected text
}

// A Desk receives. Open it, run it until its context ends.
type Desk struct {
	config    Config
	store     *store
	receiver  *lemf.Receiver
	listeners map[net.Listener]lemf.Handover
	events    chan arrival
	links     map[lemf.LinkID]*wire // of the loop alone
	wait      sync.WaitGroup
	open      atomic.Int64 // connections
	mark      uint64
}

// An arrival is an event with the reader that waits until it is done.
type arrival struct {
	event lemf.Event
	conn  net.Conn // with lemf.Opened
	done  chan struct{}
}

// batch is how many arrivals share one sync.
const batch = 64

// Open takes the folder, reads what lies in it, and listens.
func Open(ctx context.Context, c Config) (*Desk, error) {
	d := &Desk{config: c, receiver: lemf.NewReceiver(lemf.Options{Ack: c.Ack}), listeners: map[net.Listener]lemf.Handover{},
		events: make(chan arrival), links: map[lemf.LinkID]*wire{}}
	if d.config.Say == nil {
		d.config.Say = func(string) {}
	}
	s, words, err := openStore(ctx, c.Dir, d.receiver.Known)
	if err != nil {
		return nil, err
	}
	d.store = s
	for _, w := range words {
		d.config.Say(w)
	}
	for h, all := range map[lemf.Handover][]string{lemf.HI2: c.HI2, lemf.HI3: c.HI3} {
		for _, a := range all {
			if err := d.listen(ctx, h, a); err != nil {
				return nil, errors.Join(err, d.close())
			}
		}
	}
	return d, nil
}

func (d *Desk) listen(ctx context.Context, h lemf.Handover, address string) error {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("listen for %s: %w", h, err)
	}
	if d.config.TLS != nil {
		l = tls.NewListener(l, d.config.TLS)
	}
	d.listeners[l] = h
	return nil
}

// Addresses gives where the desk listens for an interface.
func (d *Desk) Addresses(h lemf.Handover) (out []string) {
	for l, of := range d.listeners {
		if of == h {
			out = append(out, l.Addr().String())
		}
	}
	return out
}

// Run receives until the context ends; all that is stored then is durable. An error means that nothing more can be stored.
func (d *Desk) Run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	for l, h := range d.listeners {
		d.wait.Go(func() { d.accept(ctx, l, h) })
	}
	err := d.loop(ctx)
	stop()
	for _, w := range d.links {
		w.end()
	}
	return errors.Join(err, d.close())
}

func (d *Desk) close() error {
	var all []error
	for l := range d.listeners {
		if err := l.Close(); !errors.Is(err, net.ErrClosed) {
			all = append(all, err)
		}
	}
	d.wait.Wait()
	return errors.Join(append(all, d.store.close())...)
}

// Received gives what came; call it when Run has returned.
func (d *Desk) Received() lemf.Totals { return d.receiver.Received }

// Book gives the counts of all that lies in the folder; call it when Run has returned.
func (d *Desk) Book() *lemf.Book { return d.receiver.Book() }

// loop steps the receiver; it alone touches the store.
func (d *Desk) loop(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case a := <-d.events:
			if err := d.together(a); err != nil {
				return err
			}
		}
	}
}

// together acts on an arrival and all that wait beside it, then syncs once, and only then acknowledges and lets readers go on.
func (d *Desk) together(first arrival) error {
	var done []chan struct{}
	for a, n := first, 1; ; n++ {
		if err := d.step(a); err != nil {
			return err
		}
		if a.done != nil {
			done = append(done, a.done)
		}
		if n == batch {
			break
		}
		select {
		case a = <-d.events:
			continue
		default:
		}
		break
	}
	if err := d.store.sync(); err != nil {
		return err
	}
	if err := d.act(d.receiver.Step(lemf.Stored{Mark: d.mark})); err != nil {
		return err
	}
	for _, c := range done {
		close(c)
	}
	return nil
}

func (d *Desk) step(a arrival) error {
	switch e := a.event.(type) {
	case lemf.Opened:
		d.links[e.Link] = newWire(a.conn)
	case lemf.Closed:
		if w := d.links[e.Link]; w != nil {
			w.end()
			delete(d.links, e.Link)
		}
	case lemf.Got, lemf.Stored:
	}
	return d.act(d.receiver.Step(a.event))
}

func (d *Desk) act(effects []lemf.Effect) error {
	for _, f := range effects {
		var err error
		switch f := f.(type) {
		case lemf.Store:
			err = d.store.put(f.Handover, f.Octets)
			d.mark = f.Mark
		case lemf.Doubt:
			err = d.store.aside(f.Octets)
		case lemf.Write:
			d.links[f.Link].send(f.Octets)
		case lemf.Close:
			d.config.Say(f.Why)
			d.links[f.Link].end()
		case lemf.Report:
			d.config.Say(f.What)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

package records

import (
	"context"
	"errors"
	"fmt"
	"syscall"

	"writ/outside/catalogue"
	"writ/records"
)

// ErrChanged: the file is not what it was when it was first read through.
var ErrChanged = errors.New("the file changed while it was read; take a whole copy and ingest that")

// Progress is told how many octets of how many were read, now and then, and at the end.
type Progress func(done, total int64)

// A Report is what became of a file.
type Report struct {
	Balance records.Balance  // of the whole file, over all runs that it took
	Again   bool             // it had been read to its end before, in the same way: nothing was added
	Lines   int64            // lines with text in it, counted apart from the feed
	Refused map[string]int64 // records of this run, by what was wrong with them
}

// Ingest takes a file in. After an error, what counts already stays, and the same call goes on from there; the
// error says so. Options that a feed reads a file by make another reading of the same file.
func Ingest(ctx context.Context, s *Store, feed records.Feed, o records.Options, file File, progress Progress) (Report, error) {
	in := &ingest{store: s, feed: feed, options: o, file: file, progress: progress, refused: map[string]int64{}}
	rep, err := in.run(ctx)
	if err != nil {
		return rep, in.explain(err)
	}
	return rep, nil
}

type ingest struct {
	store    *Store
	feed     records.Feed
	options  records.Options
	file     File
	progress Progress
	at       catalogue.Run // the file, as far as it counts
	refused  map[string]int64
}

func (in *ingest) run(ctx context.Context) (Report, error) {
	seen, err := in.file.scan(ctx)
	if err != nil {
		return Report{}, err
	}
	if in.at, err = in.store.cat.Begin(ctx, seen.hash, in.feed.Name(), settings(in.feed, in.options)); err != nil {
		return Report{}, err
	}
	rep := Report{Lines: seen.lines, Refused: in.refused}
	if in.at.Whole {
		rep.Again, rep.Balance = true, again(in.at.Balance)
		in.tell(in.file.Size)
		return rep, nil
	}
	err = in.read(ctx, seen.hash)
	rep.Balance = in.at.Balance
	return rep, err
}

// again is the balance of a file that was read before: what it holds is there already.
func again(b records.Balance) records.Balance {
	return records.Balance{In: b.In, Refused: b.Refused, Dropped: b.Dropped, Duplicate: b.Duplicate + b.Stored}
}

// read goes through the file and commits chunk by chunk; records that count already are passed over.
func (in *ingest) read(ctx context.Context, hash [32]byte) error {
	r := in.file.reader(in.tell)
	next := chunk{first: in.at.Taken}
	n := int64(0)
	for res, err := range in.feed.Read(r, in.options) {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if n++; n <= in.at.Taken {
			continue
		}
		next.add(res)
		if next.reached(in.store.most) {
			if err := in.commit(ctx, &next, false); err != nil {
				return err
			}
			next = chunk{first: in.at.Taken}
		}
	}
	if got, err := r.rest(); err != nil || got != hash {
		return errors.Join(err, ErrChanged)
	}
	if err := in.commit(ctx, &next, true); err != nil {
		return err
	}
	in.tell(in.file.Size)
	return nil
}

func (in *ingest) tell(done int64) {
	if in.progress != nil {
		in.progress(done, in.file.Size)
	}
}

// explain says what stands and what to do.
func (in *ingest) explain(err error) error {
	why := ""
	if errors.Is(err, syscall.ENOSPC) {
		why = "the disk is full; free space first: "
	}
	return fmt.Errorf("ingest %s: %s%w (%d records of this file are stored or accounted for, none is lost; ingest the file again and it goes on from there)",
		in.feed.Name(), why, err, in.at.Taken)
}

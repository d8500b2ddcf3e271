package lemf

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"writ/intercept/lemf"
	"writ/intercept/lemf/check"
	"writ/intercept/lemf/page"
	"writ/intercept/lemf/rebuild"
	"writ/render"
)

// Rebuild makes calls and sessions of a delivery again: dir/report.html and a folder for each session. dir must be new or
// empty. Only one session's content is in memory at a time. It gives the counts of the delivery.
func Rebuild(ctx context.Context, files []string, dir string, o check.Options, now time.Time) (*lemf.Book, error) {
	if err := empty(dir); err != nil {
		return nil, err
	}
	found, err := Check(ctx, files, o)
	if err != nil {
		return nil, err
	}
	x := rebuild.Index{Opener: lemf.Opener{Key: o.Cipher}}
	for i, f := range files {
		h := interfaceOf(f)
		if _, err := scan(ctx, f, func(offset int64, _ int, b []byte) error { x.Add(i, offset, b, h); return nil }); err != nil {
			return nil, err
		}
	}
	report := page.New(now, shortest(files), found, &x)
	sources, err := openAll(files)
	defer closeAll(sources)
	if err != nil {
		return nil, err
	}
	for _, s := range x.Sessions() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := session(s, sources, dir, report); err != nil {
			return nil, err
		}
	}
	err = write(filepath.Join(dir, "report.html"), func(w io.Writer) error { return render.HTML(w, report.Document()) })
	return &x.Book, err
}

// interfaceOf guesses the interface of a file by its name, which matters for encrypted PDUs only.
func interfaceOf(file string) lemf.Handover {
	switch name := strings.ToLower(filepath.Base(file)); {
	case strings.Contains(name, "hi2"):
		return lemf.HI2
	case strings.Contains(name, "hi3"):
		return lemf.HI3
	default:
		return 0
	}
}

func empty(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	in, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("look into the folder: %w", err)
	}
	if len(in) > 0 {
		return errors.New("the folder of --out is not empty; name a new one")
	}
	return nil
}

func openAll(files []string) (out []*os.File, err error) {
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return out, fmt.Errorf("read a delivery: %w", err)
		}
		out = append(out, f)
	}
	return out, nil
}

func closeAll(files []*os.File) {
	for _, f := range files {
		_ = f.Close()
	}
}

// session loads one session, writes its files and shows it.
func session(s *rebuild.Session, sources []*os.File, dir string, report *page.Report) error {
	defer s.Unload()
	var buf []byte
	for _, r := range s.Refs() {
		if cap(buf) < int(r.Size) {
			buf = make([]byte, r.Size)
		}
		buf = buf[:r.Size]
		if _, err := sources[r.File].ReadAt(buf, r.Offset); err != nil {
			return fmt.Errorf("read a delivery again: %w", err)
		}
		s.Load(buf)
	}
	o := output{dir: dir, folder: fmt.Sprintf("session-%04d", s.Number)}
	v, ok := s.Sound()
	if ok {
		o.file("call.wav", "the sound of the call: left what is marked as sent by the target, right what is marked as sent to it", v.Write)
	}
	if len(s.Call.Messages) > 0 {
		o.file("signalling.txt", "the SIP messages as they came, in the order of time", s.Signalling)
	}
	if flows := s.Flows(); len(flows) > 0 {
		o.file("flows.csv", "the flows of the access", s.FlowList)
		o.file("packets.pcap", "all packets of the access", captureOf(s))
	} else if s.Captured() > 0 {
		o.file("media.pcap", "packets that are no sound here: other codecs, encrypted or other media; the table of streams says what opens each", captureOf(s))
	}
	if o.err != nil {
		return o.err
	}
	if !ok {
		report.Session(s, nil, o.written)
		return nil
	}
	report.Session(s, &v, o.written)
	return nil
}

func captureOf(s *rebuild.Session) func(io.Writer) error {
	return func(w io.Writer) error { _, err := s.Capture(w); return err }
}

// An output writes the files of one session and remembers the first error.
type output struct {
	dir, folder string
	written     []page.File
	err         error
}

func (o *output) file(name, what string, f func(io.Writer) error) {
	if o.err != nil {
		return
	}
	if o.err = os.MkdirAll(filepath.Join(o.dir, o.folder), 0o700); o.err != nil {
		return
	}
	o.err = write(filepath.Join(o.dir, o.folder, name), f)
	o.written = append(o.written, page.File{Name: o.folder + "/" + name, What: what})
}

func write(path string, f func(io.Writer) error) error {
	out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write a file: %w", err)
	}
	w := bufio.NewWriterSize(out, 1<<16)
	err = errors.Join(f(w), w.Flush(), out.Close())
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return nil
}

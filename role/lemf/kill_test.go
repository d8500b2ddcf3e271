package lemf

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"writ/intercept/lemf"
	"writ/intercept/lemf/lemftest"
	"writ/wire/etsi"
)

// childVar names the folder into which a child process receives.
const childVar = "WRIT_LEMF_CHILD"

// TestChild is no test: it is the process that another one kills.
func TestChild(t *testing.T) {
	dir := os.Getenv(childVar)
	if dir == "" {
		t.Skip("only runs as the child of the test below")
	}
	d, err := Open(context.Background(), Config{HI3: []string{"127.0.0.1:0"}, Dir: dir, Ack: true, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("listening", d.Addresses(lemf.HI3)[0])
	if err := d.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// child starts a receiver and gives a link to it.
func child(t *testing.T, dir string) (*exec.Cmd, net.Conn) {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^TestChild$")
	c.Env = append(os.Environ(), childVar+"="+dir)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	s := bufio.NewScanner(out)
	for s.Scan() {
		if at, ok := strings.CutPrefix(s.Text(), "listening "); ok {
			conn, err := net.Dial("tcp", at)
			if err != nil {
				t.Fatal(err)
			}
			return c, conn
		}
	}
	t.Fatal("the child did not listen")
	return nil, nil
}

func numbered(from, to int) (out []byte) {
	for n := from; n < to; n++ {
		h := lemftest.Head(uint32(n), time.Duration(n)*time.Millisecond)
		out = etsi.AppendCC(out, &h, etsi.FromTarget, &etsi.CC{Kind: etsi.PacketCC, Version: 20, Octets: make([]byte, 100+n%900)})
	}
	return out
}

// A sender resends what was not acknowledged each time the receiver is killed, wherever that was. Nothing is lost, nothing is doubled.
func TestKillsLoseAndDoubleNothing(t *testing.T) {
	cycles := 60
	if testing.Short() {
		cycles = 5
	}
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 1))
	dir := t.TempDir()
	acked, batch := 0, 25
	for range cycles {
		cmd, conn := child(t, dir)
		for range random.IntN(4) {
			acknowledged(t, conn, numbered(acked, acked+batch))
			acked += batch
		}
		rest := numbered(acked, acked+2*batch)
		if _, err := conn.Write(rest[:random.IntN(len(rest))]); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		_ = conn.Close()
	}
	cmd, conn := child(t, dir)
	acknowledged(t, conn, numbered(acked, acked+2*batch))
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	b, err := os.ReadFile(filepath.Join(dir, fileHI3))
	if err != nil {
		t.Fatal(err)
	}
	want := 0
	var p etsi.PDU
	if _, err := lemf.Scan(strings.NewReader(string(b)), func(_ int64, _ int, b []byte) error {
		if err := p.Decode(b); err != nil || p.Kind != etsi.KindCC {
			return err
		}
		if int(p.Seq) != want {
			return fmt.Errorf("number %d where %d was due", p.Seq, want)
		}
		want++
		return nil
	}); err != nil {
		t.Fatalf("%v (seed %d)", err, seed)
	}
	if want != acked+2*batch {
		t.Errorf("%d PDUs of %d lie in the file (seed %d)", want, acked+2*batch, seed)
	}
	t.Logf("%d kills, %d PDUs, 0 lost, 0 doubled", cycles+1, want)
}

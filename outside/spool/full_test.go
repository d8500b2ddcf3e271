package spool

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"writ/intercept/mediation"
	"writ/intercept/mediation/spooltest"
)

// fullFolder names the folder in which a child mounts a small file system and fills it.
const fullFolder = "WRIT_SPOOL_FULL"

func TestAFullDiskRefusesTheBatchWholeAndGoesOnWhenThereIsRoom(t *testing.T) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), fullFolder+"="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && exit.ExitCode() == 1:
		t.Fatalf("%s", out)
	case err != nil:
		t.Skipf("NOT TESTED: no file system can be mounted here: %v %s", err, out)
	}
	t.Logf("%s", out)
}

// fullChild gives 1 if something is wrong, 2 if it can't be tried here.
func fullChild(dir string) int {
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=4m"); err != nil {
		fmt.Println("mount:", err)
		return 2
	}
	if err := fillUp(dir); err != nil {
		fmt.Println(err)
		return 1
	}
	return 0
}

func fillUp(dir string) error {
	ctx, keys := context.Background(), spooltest.NewKeys()
	s, err := Open(ctx, filepath.Join(dir, "spool"), keys, Options{})
	if err != nil {
		return err
	}
	r := spooltest.Route(1, mediation.HI3)
	batch := func(n uint64) mediation.Batch {
		return spooltest.Batch(n, spooltest.Section(1, r, fmt.Sprintf("%d%s", n, strings.Repeat(".", 99_990))))
	}
	n := uint64(1)
	for ; n < 100; n++ {
		if _, err = s.Append(ctx, batch(n)); err != nil {
			break
		}
	}
	if err == nil {
		return errors.New("the disk never was full")
	}
	fmt.Printf("batch %d: %v\n", n, err)
	if _, again := s.Append(ctx, batch(n)); again == nil {
		return errors.New("the same batch went in though nothing was freed")
	}
	ws, err := s.Read(ctx, r, 0, 1<<30)
	if err != nil || len(ws) != int(n-1) {
		// The server may be down: then nothing is read until there is room.
		fmt.Printf("while it is full: %d PDUs read, %v\n", len(ws), err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=16m"); err != nil {
		return err
	}
	for end := n + 5; n < end; n++ {
		if _, err := s.Append(ctx, batch(n)); err != nil {
			return fmt.Errorf("with room again, batch %d: %w", n, err)
		}
	}
	for range 2 { // also after a new start
		ws, err = s.Read(ctx, r, 0, 1<<30)
		if err != nil || len(ws) != int(n-1) {
			return fmt.Errorf("%d PDUs of %d batches, %w", len(ws), n-1, err)
		}
		for i, w := range ws {
			if !strings.HasPrefix(string(w.Octets), fmt.Sprintf("%d.", i+1)) || len(w.Octets) < 99_990 {
				return fmt.Errorf("PDU %d is not that of its batch", i+1)
			}
		}
		if c := s.Counts(); c.Lost+c.Quarantined > 0 {
			return fmt.Errorf("%+v", c)
		}
		if err := s.Close(); err != nil {
			return err
		}
		if s, err = Open(ctx, filepath.Join(dir, "spool"), keys, Options{}); err != nil {
			return err
		}
	}
	return s.Close()
}

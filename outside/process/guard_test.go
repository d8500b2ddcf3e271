package process

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// A child guards itself, says what it could and dies as if it had crashed.
const childMark = "WRIT_PROCESS_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childMark) != "" {
		g := Guard()
		limits, err := os.ReadFile("/proc/self/limits")
		fmt.Println(g.NoCore, g.NoPeeking, g.Locked, err)
		fmt.Println(string(limits))
		grow := make([]byte, 64<<20) // memory can still be had
		for i := 0; i < len(grow); i += 4096 {
			grow[i] = 1
		}
		fmt.Println("grown", len(grow))
		if err := syscall.Kill(os.Getpid(), syscall.SIGABRT); err != nil {
			os.Exit(3)
		}
		select {}
	}
	os.Exit(m.Run())
}

func TestAGuardedProcessLeavesNoCore(t *testing.T) {
	cmd := exec.Command(os.Args[0])
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), childMark+"=1", "GOTRACEBACK=crash")
	out, err := cmd.Output()
	if err == nil {
		t.Fatal("the child did not die")
	}
	text := string(out)
	if !strings.HasPrefix(text, "true true") || !strings.Contains(text, "grown") {
		t.Fatalf("the child says %.300s", text)
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "Max core file size") && strings.Fields(line)[4] != "0" {
			t.Error(line)
		}
	}
	status, is := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if !is || status.CoreDump() {
		t.Error("the child left a core")
	}
	if entries, err := os.ReadDir(cmd.Dir); err != nil || len(entries) > 0 {
		t.Errorf("%d files are left, %v", len(entries), err)
	}
}

func TestWhatIsNotGuardedIsSaidWithWhatToDo(t *testing.T) {
	if text := (Guarded{}).String(); !strings.Contains(text, "LimitCORE=0") || !strings.Contains(text, "LimitMEMLOCK") || !strings.Contains(text, "debugger") {
		t.Error(text)
	}
	if all := (Guarded{true, true, true}); !all.Whole() || strings.Contains(all.String(), "Limit") {
		t.Error(all)
	}
}

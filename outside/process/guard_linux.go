package process

import "golang.org/x/sys/unix"

// onFault locks pages when they are first touched, so that what Go only reserves costs nothing (MCL_ONFAULT, mlockall(2)).
const onFault = 4

// Guard sets what it can for this process, for good, and says what it could. Call it first in main: it covers what
// is read or made later. Memory is locked only where the limit on locked memory can be lifted: with a limit, a later
// request for memory would fail.
func Guard() Guarded {
	none := &unix.Rlimit{}
	all := &unix.Rlimit{Cur: unix.RLIM_INFINITY, Max: unix.RLIM_INFINITY}
	return Guarded{
		NoCore:    unix.Setrlimit(unix.RLIMIT_CORE, none) == nil,
		NoPeeking: unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0) == nil,
		Locked:    unix.Setrlimit(unix.RLIMIT_MEMLOCK, all) == nil && unix.Mlockall(unix.MCL_CURRENT|unix.MCL_FUTURE|onFault) == nil,
	}
}

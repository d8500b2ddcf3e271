package mediation

import (
	"net"

	"golang.org/x/sys/unix"
)

// ackedOctets gives the octets of the connection that the peer's TCP has acknowledged (tcpi_bytes_acked, since Linux
// 4.1; the SYN counts as one).
func ackedOctets(c *net.TCPConn) (n uint64, ok bool) {
	raw, err := c.SyscallConn()
	if err != nil {
		return 0, false
	}
	err = raw.Control(func(fd uintptr) {
		info, err := unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO)
		if ok = err == nil; ok {
			n = info.Bytes_acked
		}
	})
	return n, ok && err == nil
}

// shortQueue bounds what the kernel takes of what it can't send yet, so that a keep-alive is not behind more.
func shortQueue(c *net.TCPConn) {
	raw, err := c.SyscallConn()
	if err != nil {
		return
	}
	_ = raw.Control(func(fd uintptr) {
		_ = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT, 2*piece) // without it all works, later
	})
}

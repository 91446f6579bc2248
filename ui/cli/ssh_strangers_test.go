//go:build linux

package cli

import (
	"net"
	"path/filepath"
	"testing"
	"time"
)

// Who holds many connections open without logging in keeps out whoever comes from the same address, and only them.
func TestWhoDoesNotLogInKeepsNobodyElseOut(t *testing.T) {
	s := serveScreens(t)
	other := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}, Timeout: patience} // all of 127/8 is this machine
	for range 20 {
		conn, err := other.Dial("tcp", s.ssh)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
	}
	s.says(t, `why="too many connections"`)
	conn, err := other.Dial("tcp", s.ssh)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetReadDeadline(time.Now().Add(patience))
	if n, err := conn.Read(make([]byte, 1)); err == nil {
		t.Errorf("it is told %d bytes", n)
	}
	client, err := sshDial(s.ssh, filepath.Join(s.dir, "reader"))
	if err != nil {
		t.Fatal(err)
	}
	_ = client.Close()
}

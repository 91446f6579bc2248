//go:build linux

package cli

import (
	"io"
	"net"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// Who holds many connections open without logging in keeps nobody out, from the same address or another: of too many, the
// oldest is dropped.
func TestWhoDoesNotLogInKeepsNobodyElseOut(t *testing.T) {
	s := serveScreens(t)
	from := func(last byte) net.Conn {
		dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, last)}, Timeout: patience} // all of 127/8 is this machine
		conn, err := dialer.Dial("tcp", s.ssh)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
		_ = conn.SetReadDeadline(time.Now().Add(patience))
		return conn
	}
	var all []net.Conn
	for last := byte(2); last < 7; last++ {
		for range 20 {
			conn := from(last)
			if _, err := io.ReadFull(conn, make([]byte, len("SSH-2.0-segtap\r\n"))); err != nil {
				t.Fatal(err) // it is taken
			}
			all = append(all, conn)
		}
	}
	began := time.Now()
	if _, err := io.ReadAll(all[0]); err != nil || time.Since(began) > 5*time.Second { // after ten it would end anyway
		t.Errorf("the oldest is not dropped: %v", err)
	}
	s.says(t, `why="too many connections"`)
	client, err := sshDial(s.ssh, filepath.Join(s.dir, "reader"))
	if err != nil {
		t.Fatal(err)
	}
	_ = client.Close()
	conn := from(3) // which has as many as one address may
	config, err := sshConfig(filepath.Join(s.dir, "reader"))
	if err != nil {
		t.Fatal(err)
	}
	of, _, _, err := ssh.NewClientConn(conn, s.ssh, config)
	if err != nil {
		t.Fatal(err)
	}
	_ = of.Close()
}
